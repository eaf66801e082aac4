using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>[TransformerBlock] with its norms before, after and around its parts, with both parts at once, and with cross-attention.</summary>
internal static class BlockSubjects
{
    // So large that a millionth of it is felt.
    private const double Epsilon = 0.25;

    private static readonly int[] Few = [1, 2, 4];
    private static readonly int[] Blocks = [70, 1, 9];

    // A second block that is full, all rows of which see the first.
    private static readonly int[] TwoFullBlocks = [128];

    private static readonly LayerDeclaration Attention = new() { InputDim = 6, OutputDim = 6, HeadDim = 4, Heads = 2, KeyValueHeads = 1, Causal = true };
    private static readonly FeedForwardDeclaration FeedForward = new(6, 20, 6, Activation.Gelu);

    public static IReadOnlyList<ISubject> List { get; } =
    [
        new BlockSubject(
            "block, cache",
            new(Attention with { ContextLength = 80, Rotary = RotaryLayout.HalfSplit, OutputBias = false }, new(6, 20, 6, Activation.Silu, Gated: true, Bias: false)) { Norm = NormKind.RootMeanSquare, NormEpsilon = Epsilon },
            Few,
            Blocks),
        new BlockSubject("block, norms after", new(Attention with { Mask = AttentionMask.Keys }, FeedForward) { NormPlacement = NormPlacement.Post, NormEpsilon = Epsilon }, Few, Blocks, TwoFullBlocks),
        new BlockSubject("block, norms around", new(Attention, FeedForward) { NormPlacement = NormPlacement.Sandwich, NormEpsilon = Epsilon, ResidualScale = 0.5 }, Few, Blocks, TwoFullBlocks),
        new BlockSubject(
            "block, decoder",
            new(Attention with { ContextLength = 80 }, FeedForward) { NormPlacement = NormPlacement.Sandwich, NormEpsilon = Epsilon, Cross = new() { InputDim = 6, ContextDim = 5, HeadDim = 4, Heads = 2, KeyValueHeads = 1, Mask = AttentionMask.HeadQueryKeys } },
            Few,
            Blocks),
        new BlockSubject("block, parallel", new(Attention, FeedForward) { Parallel = true, NormBias = false, NormEpsilon = Epsilon }, Few, Blocks, TwoFullBlocks),
    ];
}
