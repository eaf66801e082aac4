using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides which register tiles a layer's projections need: all of them where lengths are not declared.</summary>
internal static class ProjectionPlanner
{
    /// <param name="spec">The layer.</param>
    /// <param name="block">Tokens of a block.</param>
    public static ProjectionPlan Plan(AttentionSpec spec, int block)
    {
        IEnumerable<int> rows = spec.QueryLength == 0 || spec.KeyLength == 0 || spec.Layer!.HasCache
            ? Enumerable.Range(1, block)
            : Parts(spec.QueryLength, block).Concat(Parts(spec.KeyLength, block)).Distinct();
        (int Inputs, int Outputs)[] projections = [.. Projections(spec, spec.Layer!)];
        return ProjectionPlan.Of(rows, projections.Select(static projection => projection.Outputs), projections.Max(static projection => projection.Inputs)) with { Element = StoredNumber.Of(spec.Layer!.WeightElement) };
    }

    private static IEnumerable<(int Inputs, int Outputs)> Projections(AttentionSpec spec, LayerSpec layer)
    {
        yield return (layer.InputDim, spec.QueryWidth);
        yield return (layer.KeyInputDim, spec.KeyWidth);
        yield return (layer.ValueInputDim, spec.ValueWidth);
        if (layer.OutputProjection)
        {
            yield return (spec.ContextWidth, layer.OutputDim);
        }
    }

    /// <summary>The lengths, each once, of the parts that a length falls into: whole ones, and what is left.</summary>
    public static IEnumerable<int> Parts(int length, int part) => length <= part ? [length] : length % part == 0 ? [part] : [part, length % part];
}
