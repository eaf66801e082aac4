using SpanAttention;

namespace Translation;

/// <summary>The second attention of a <see cref="DecoderBlock"/>, for its weights alone: it makes no context that anything is done with.</summary>
[MultiHeadAttention(InputDim = 64, ContextDim = 64, Heads = 4, OutputProjection = false)]
internal sealed partial class CrossLook;
