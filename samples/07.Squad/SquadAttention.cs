using SpanAttention;

/// <summary>One agent looks at itself and up to 31 entities near it; a call says how many there are (keyCount). Backward is what training calls.</summary>
[Attention(HeadDim = 8, Heads = 4, QueryLength = 1, KeyLength = 32, Gradients = true)]
internal static partial class SquadAttention;
