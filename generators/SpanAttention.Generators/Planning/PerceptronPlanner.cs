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
        IEnumerable<int> widths = [.. ProjectionPlanner.Parts(spec.Units, MostUnits), .. spec.HasHidden ? [spec.OutputDim] : Array.Empty<int>(), .. Transposed(spec).Select(static tensor => tensor.Outputs)];
        int inputs = Transposed(spec).Select(static tensor => tensor.Inputs).Append(spec.InputDim).Append(spec.HasHidden ? Math.Min(spec.Units, MostUnits) : 0).Max();
        ProjectionPlan projection = ProjectionPlan.Of(Enumerable.Range(1, ProjectionPlan.WholeBlock), widths, inputs) with { GoesOn = spec.HasHidden && (chunk is not null || (spec.Learns && spec.Gated)), Element = StoredNumber.Of(spec.WeightElement) };
        EquatableArray<TilePlan> tiles = TilePlanner.Plan(ProjectionPlan.WholeBlock, valueDim: 1, facts);
        PerceptronPlan plan = new(spec, facts, tiles, projection, ProjectionPlan.WholeBlock, chunk);
        return spec.Learns ? plan with { Backward = new(new(spec), plan) } : plan;
    }

    /// <summary>Tensors that gradients of inputs are projected by: with them, Forward has the same register tiles as Backward.</summary>
    private static IEnumerable<PackedTensor> Transposed(PerceptronSpec spec) => spec.Packed.Where(static tensor => tensor.IsTransposed);
}
