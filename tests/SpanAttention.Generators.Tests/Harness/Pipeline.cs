using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Tests.Harness;

/// <summary>What must hold for every run of the pipeline.</summary>
public static class Pipeline
{
    public static IReadOnlyList<string> StepNames { get; } =
        [TrackingNames.Declarations, TrackingNames.Checked, TrackingNames.Facts, TrackingNames.Budget, TrackingNames.Findings, TrackingNames.Costs, TrackingNames.Compiled];

    /// <summary>Every tracked step found all its outputs again, and there were declarations to look at.</summary>
    public static void AssertCached(GeneratorRunResult secondRun)
    {
        Assert.Null(secondRun.Exception);
        Assert.Contains(TrackingNames.Declarations, secondRun.TrackedSteps.Keys);
        foreach (string name in StepNames)
        {
            Assert.All(Reasons(secondRun, name), reason => Assert.True(IsCached(reason), $"After an unrelated edit, step {name} is {reason}."));
        }

        Assert.All(SourceOutputReasons(secondRun), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    /// <summary>No value of a tracked step leads to an object of Roslyn's, which would keep a whole compilation alive.</summary>
    public static void AssertHoldsValuesOnly(GeneratorRunResult run)
    {
        foreach (string name in StepNames)
        {
            foreach (object value in Steps(run, name).SelectMany(step => step.Outputs).Select(output => output.Value))
            {
                string? path = ObjectGraph.FindRoslynObject(value);
                Assert.True(path is null, $"Step {name} holds a Roslyn object at {path}.");
            }
        }
    }

    public static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult run, string step) =>
        Steps(run, step).SelectMany(each => each.Outputs).Select(output => output.Reason);

    public static IEnumerable<IncrementalStepRunReason> SourceOutputReasons(GeneratorRunResult run) =>
        run.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason);

    private static bool IsCached(IncrementalStepRunReason reason) => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;

    // A step that never ran (no findings, say) is not among the tracked ones.
    private static IEnumerable<IncrementalGeneratorRunStep> Steps(GeneratorRunResult run, string name) =>
        run.TrackedSteps.TryGetValue(name, out var steps) ? steps : [];
}
