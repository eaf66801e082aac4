using SpanAttention;

/// <summary>One agent looks at up to 32 entities; a call says how many there are (keyCount).</summary>
[Attention(HeadDim = 8, Heads = 4, QueryLength = 1, KeyLength = 32)]
internal static partial class SquadAttention;
