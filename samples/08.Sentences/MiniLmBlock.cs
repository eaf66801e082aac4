using SpanAttention;

/// <summary>A block of all-MiniLM-L6-v2. Its matrices lie [inputs, outputs] in the file.</summary>
[TransformerBlock(NormPlacement = NormPlacement.Post, NormEpsilon = MiniLm.NormEpsilon)]
[MultiHeadAttention(InputDim = 384, Heads = 12, QueryKeyValueBias = true, WeightLayout = WeightLayout.InputByOutput)]
[FeedForward(InputDim = 384, HiddenDim = 1536, WeightLayout = WeightLayout.InputByOutput)]
internal sealed partial class MiniLmBlock;
