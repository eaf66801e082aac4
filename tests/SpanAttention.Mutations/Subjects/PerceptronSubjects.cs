using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>[Linear] and [FeedForward].</summary>
internal static class PerceptronSubjects
{
    // Register tiles of one to six tokens, by themselves and after others; a block of tokens and what is left over of one.
    private static readonly int[] Lengths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 70];

    // 600 outputs or 513 hidden units are a part of 512, in blocks of 128 where they are inputs, and a rest.
    public static IReadOnlyList<ISubject> List { get; } =
    [
        new PerceptronSubject("linear", new LinearDeclaration(5, 600, Activation.Silu), Lengths),
        new PerceptronSubject("feed-forward", new FeedForwardDeclaration(5, 513, 80, Activation.Relu), Lengths),
        new PerceptronSubject("feed-forward, gated", new FeedForwardDeclaration(7, 32, 13, Activation.Silu, Gated: true, FusedGateUp: true, WeightLayout: WeightLayout.InputByOutput), Lengths),
    ];
}
