using SpanAttention;

namespace Translation;

/// <summary>The first attention of a <see cref="DecoderBlock"/>, by itself.</summary>
[MultiHeadAttention(InputDim = 64, Heads = 4, Causal = true)]
internal sealed partial class OwnLook;
