using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Random declarations with a running state, compiled together: keys that come part by part give the bits of the scalar reference over all of them, on every kind of data.</summary>
public sealed class RandomStateTests(ITestOutputHelper output)
{
    private const int Count = 150;

    private static readonly IReadOnlyList<AttentionTrial> All = RunSeed.Sample(Trials.States, Count, 31);

    private static readonly IReadOnlyList<AttentionTrial> Drawn = RunShare.Of(All);

    private static readonly Lazy<CompiledDeclarations> Emitted = new(Compile);

    [Fact]
    public void CarriedStatesEqualReference() => TrialReport.Check(output, Drawn, static (trial, kind) =>
    {
        AttentionInputs inputs = trial.Inputs(kind);
        return StateBits.Differences(Emitted.Value.Find(trial.Declaration), trial.Declaration, inputs, KeyPart.Draw(trial.Declaration.Shape, inputs, new Random(trial.Seed ^ (int)kind)));
    });

    [Fact]
    public void StatesHaveThreeThingsOfEachRow()
    {
        foreach (AttentionTrial trial in Drawn)
        {
            Assert.Equal(trial.Declaration.Shape.StateLength(trial.QueryLength), Emitted.Value.Find(trial.Declaration).StateLength(trial.QueryLength));
        }
    }

    private static CompiledDeclarations Compile()
    {
        DeclarationSet set = new();
        All.ToList().ForEach(trial => set.Add(trial.Declaration));
        return CompiledDeclarations.Compile(set);
    }
}
