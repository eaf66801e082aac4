using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Random declarations with gradients, compiled together: Backward gives the bits of the scalar reference on every kind of data.</summary>
public sealed class RandomGradientTests(ITestOutputHelper output)
{
    private const int Count = 120;

    private static readonly IReadOnlyList<AttentionTrial> All = RunSeed.Sample(Trials.Gradients, Count, 7);

    private static readonly IReadOnlyList<AttentionTrial> Drawn = RunShare.Of(All);

    private static readonly Lazy<CompiledDeclarations> Emitted = new(Compile);

    [Fact]
    public void GradientsEqualReference() => TrialReport.Check(output, Drawn, (trial, kind) =>
        BackwardBits.Differences(Emitted.Value.Find(trial.Declaration), trial.Declaration, trial.Inputs(kind), trial.ContextGradient(kind)));

    private static CompiledDeclarations Compile()
    {
        DeclarationSet set = new();
        All.ToList().ForEach(trial => set.Add(trial.Declaration));
        return CompiledDeclarations.Compile(set);
    }
}
