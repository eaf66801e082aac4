using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Random layers with gradients, compiled together: outputs onto a tape and Backward give the bits of the scalar reference on every kind of data, for one sequence and for several.</summary>
public sealed class RandomLayerGradientTests(ITestOutputHelper output)
{
    private const int PlainCount = 10;
    private const int OptionCount = 30;

    // Across a block of 64 tokens, one of 128, and a sequence without tokens, with and without a context.
    private static readonly int[] Lengths = [3, 0, 61, 1, 66, 0, 17];
    private static readonly int[] ContextLengths = [65, 3, 1, 70, 0, 0, 2];

    private static readonly IReadOnlyList<LayerTrial> All = [.. RunSeed.Sample(LayerTrials.PlainGradients, PlainCount, 11), .. RunSeed.Sample(LayerTrials.Gradients, OptionCount, 12)];

    private static readonly IReadOnlyList<LayerTrial> Drawn = RunShare.Of(All);

    private static readonly Lazy<CompiledDeclarations> Emitted = new(Compile);

    [Fact]
    public void GradientsEqualReference() => TrialReport.Check(output, Drawn, static (trial, kind) => LayerBackwardBits.Differences(Emitted.Value.Find(trial.Declaration), trial, kind));

    [Fact]
    public void GradientsOfSequencesEqualReference() => TrialReport.Check(
        output,
        [.. Drawn.Where(static trial => trial.Declaration.SequenceLength is null)],
        static (trial, kind) => LayerBackwardBits.Differences(Emitted.Value.Find(trial.Declaration), trial, kind, Lengths, ContextLengths));

    [Fact]
    public void LayersWithGradientsEqualReference() => TrialReport.Check(
        output, Drawn, static (trial, kind) => LayerBits.Differences(Emitted.Value.Find(trial.Declaration), trial.Declaration, trial.Tensors(kind), trial.Inputs(kind)));

    private static CompiledDeclarations Compile()
    {
        DeclarationSet set = new();
        All.ToList().ForEach(trial => set.Add(trial.Declaration));
        return CompiledDeclarations.Compile(set);
    }
}
