using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides how many tokens go through the weights together, and how many hidden units or outputs are in memory at once.</summary>
internal static class PerceptronPlanner
{
    // 64 tokens of 512 units are 128 KB: they stay in the second level of cache until the next product has read them.
    private const int MostUnits = 512;

    public static PerceptronPlan Plan(PerceptronSpec spec, CompilationFacts facts)
    {
        Chunk? chunk = spec.Units <= MostUnits ? null
            : spec.HasHidden ? new("HiddenChunk", MostUnits, "hidden units that are in memory at once")
            : new("OutputChunk", MostUnits, "outputs that are in memory at once");
        IEnumerable<int> widths = [.. ProjectionPlanner.Parts(spec.Units, MostUnits), .. spec.HasHidden ? [spec.OutputDim] : Array.Empty<int>()];
        int inputs = Math.Max(spec.InputDim, spec.HasHidden ? Math.Min(spec.Units, MostUnits) : 0);
        ProjectionPlan projection = ProjectionPlan.Of(Enumerable.Range(1, ProjectionPlan.WholeBlock), widths, inputs) with { GoesOn = spec.HasHidden && chunk is not null, Element = StoredNumber.Of(spec.WeightElement) };
        return new(spec, facts, TilePlanner.Plan(ProjectionPlan.WholeBlock, valueDim: 1, facts), projection, ProjectionPlan.WholeBlock, chunk);
    }
}
