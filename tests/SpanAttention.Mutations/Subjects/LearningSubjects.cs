using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>Linear and feed-forward layers, attention layers and transformer blocks that learn.</summary>
internal static class LearningSubjects
{
    // Folds of 32 tokens and blocks of 128, and what is left over of both; register tiles of one to six tokens.
    private static readonly int[] Lengths = [0, 1, 2, 5, 11, 33, 64, 133];

    private static readonly LayerDeclaration Attention = new() { InputDim = 6, OutputDim = 6, HeadDim = 4, Heads = 2, KeyValueHeads = 1, Causal = true };
    private static readonly FeedForwardDeclaration FeedForward = new(6, 20, 6, Activation.Gelu);
    private static readonly CrossDeclaration Cross = new() { InputDim = 6, ContextDim = 5, HeadDim = 4, Heads = 2, KeyValueHeads = 1, Mask = AttentionMask.HeadQueryKeys, Bias = AttentionBias.QueryKeys };

    public static IReadOnlyList<ISubject> List { get; } =
    [
        new LearningPerceptronSubject("linear, learning", new LinearDeclaration(35, 85, Activation.Silu), Lengths),
        new LearningPerceptronSubject("feed-forward, learning", new FeedForwardDeclaration(5, 513, 20, Activation.Relu), Lengths),
        new LearningPerceptronSubject("feed-forward, gated, learning", new FeedForwardDeclaration(7, 35, 13, Activation.Silu, Gated: true, FusedGateUp: true, WeightLayout: WeightLayout.InputByOutput), Lengths),
        new LearningLayerSubject("layer, learning", new() { InputDim = 5, OutputDim = 7, HeadDim = 5, Heads = 4, KeyValueHeads = 2, Causal = true, QueryKeyValueBias = true }, [(1, 1), (7, 7), (81, 81), (133, 133)]),
        new LearningLayerSubject(
            "layer, options, learning",
            new() { InputDim = 6, OutputDim = 4, HeadDim = 6, Heads = 2, KeyValueHeads = 2, LeftWindow = 9, Rotary = RotaryLayout.Interleaved, RotaryDim = 4, QkNorm = QkNorm.Head, QkNormEpsilon = 0.25, Bias = AttentionBias.QueryKeys, Sinks = true, OutputGate = true, FusedQueryKeyValue = true },
            [(1, 1), (7, 7), (81, 81), (133, 133)]),
        new LearningLayerSubject("cross-attention, learning", new() { InputDim = 4, OutputDim = 6, Heads = 2, KeyValueHeads = 1, HeadDim = 3, KeyInputDim = 5, ValueInputDim = 7, QkNorm = QkNorm.Projection }, [(1, 4), (7, 70), (81, 133)]),
        new LearningBlockSubject("block, learning", new(Attention, FeedForward) { ResidualScale = 0.5 }, 1, 7, 70),
        new LearningBlockSubject("block, norms after, learning", new(Attention, FeedForward) { NormPlacement = NormPlacement.Post, Norm = NormKind.RootMeanSquare }, 1, 7, 70),
        new LearningBlockSubject("block, parallel, learning", new(Attention, FeedForward) { Parallel = true, ResidualScale = 0.5 }, 1, 7, 70),
        new LearningBlockSubject("block, decoder, learning", new(Attention, FeedForward) { NormPlacement = NormPlacement.Sandwich, ResidualScale = 0.5, Cross = Cross }, 1, 7, 70),
        new LearningBlockSubject("block, norms behind, learning", new(Attention, FeedForward) { NormPlacement = NormPlacement.AfterBranch, Cross = Cross }, 1, 7, 70),
    ];
}
