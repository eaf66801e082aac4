using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;
using SpanAttention.Verification;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Random declarations with gradients: those of the scalar reference, whose bits emitted code has, are the slopes of attention in double, within the error of their arithmetic.</summary>
public sealed class RandomSlopeTests
{
    private const int Count = 300;

    private static readonly IReadOnlyList<AttentionDeclaration> All =
    [
        new(SampleOptions.Everything),
        .. RunSeed.Sample(Trials.Gradients, Count, 17).Select(static trial => trial.Declaration),
    ];

    [Fact]
    public void GradientsAreSlopes() => Assert.All(RunShare.Of(All), static (declaration, index) =>
        AttentionProperties.Of(CanonicalRoutine.Of(Dense(declaration.Shape)))[nameof(GradientsAreSlopes)].Check(new VerificationSettings { Cases = 6, ShrinkingCalls = 20, Seed = RunSeed.Value + (ulong)index }));

    /// <summary>What the kit knows of a shape: all but dropout, and tokens that do not lie side by side.</summary>
    private static Shapes.AttentionShape Dense(Shapes.AttentionShape shape) => shape with { QueryStride = null, KeyStride = null, ValueStride = null, Dropout = false, DropoutRate = null };
}
