using SpanAttention;

namespace Cluster.Model;

/// <summary>The attention of the GPT's layers, over keys that come range by range.</summary>
[Attention(Heads = 6, HeadDim = 32, Causal = true, State = true)]
public static partial class RangeAttention;

/// <summary>Queries, keys and values of a layer's tokens, side by side.</summary>
[Linear(InputDim = 192, OutputDim = 576, WeightLayout = WeightLayout.InputByOutput)]
public sealed partial class TokenProjection;

/// <summary>The output projection of a layer's contexts.</summary>
[Linear(InputDim = 192, OutputDim = 192, WeightLayout = WeightLayout.InputByOutput)]
public sealed partial class ContextProjection;

/// <summary>The feed-forward of a layer.</summary>
[FeedForward(InputDim = 192, HiddenDim = 768, Activation = Activation.GeluTanh, WeightLayout = WeightLayout.InputByOutput)]
public sealed partial class TokenFeedForward;
