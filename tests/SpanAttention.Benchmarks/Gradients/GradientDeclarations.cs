namespace SpanAttention.Benchmarks.Gradients;

[Attention(Heads = 4, HeadDim = 32, SequenceLength = 64, Layout = AttentionLayout.HeadsFirst, Gradients = true)]
internal readonly partial struct LearnedEntities;

[Attention(Heads = 12, HeadDim = 64, SequenceLength = 256, Causal = true, Layout = AttentionLayout.HeadsFirst, Gradients = true)]
internal readonly partial struct LearnedCausal256;

[Attention(Heads = 12, HeadDim = 64, SequenceLength = 1024, Causal = true, Layout = AttentionLayout.HeadsFirst, Gradients = true)]
internal readonly partial struct LearnedCausal1024;

[Attention(Heads = 8, KeyValueHeads = 2, HeadDim = 128, SequenceLength = 2048, Causal = true, Layout = AttentionLayout.HeadsFirst, Gradients = true)]
internal readonly partial struct LearnedGrouped;

[MultiHeadAttention(InputDim = 768, Heads = 12, SequenceLength = 256, Causal = true, Gradients = true)]
internal sealed partial class LearnedLayer;

[Linear(InputDim = 768, OutputDim = 768, Gradients = true)]
internal sealed partial class LearnedLinear;

[FeedForward(InputDim = 768, HiddenDim = 3072, Activation = Activation.GeluTanh, Gradients = true)]
internal sealed partial class LearnedFeedForward;
