using SpanAttention;

/// <summary>The attention of a block, for its weights alone.</summary>
[MultiHeadAttention(InputDim = 384, Heads = 12, QueryKeyValueBias = true, OutputProjection = false, WeightLayout = WeightLayout.InputByOutput)]
internal sealed partial class MiniLmAttention;
