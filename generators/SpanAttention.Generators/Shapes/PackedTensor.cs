namespace SpanAttention.Generators.Shapes;

/// <summary>One tensor as a layer stores it: a run of its packed weights, taken from a tensor of the caller's.</summary>
/// <param name="Name">Names its offset, such as <c>QueryWeight</c>.</param>
/// <param name="Source">The caller's tensor that holds it.</param>
/// <param name="FirstOutput">Its first output within that tensor.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Inputs">Its inputs; 0 for a bias.</param>
internal sealed record PackedTensor(string Name, LayerTensor Source, int FirstOutput, int Outputs, int Inputs)
{
    /// <summary>Outputs that lie side by side: a cache line of floats.</summary>
    public const int OutputGroup = 16;

    /// <summary>Floats stored: whole groups of outputs, so that the next tensor starts at a cache line, too.</summary>
    public long Elements => (long)Round(Outputs) * Math.Max(1, Inputs);

    /// <summary>Outputs rounded up to whole groups.</summary>
    public static int Round(int outputs) => (outputs + OutputGroup - 1) / OutputGroup * OutputGroup;

    /// <summary>Tensors that the layer stores, in order: weights <c>[groups of outputs, in, 16 outputs]</c>, then biases.</summary>
    public static IReadOnlyList<PackedTensor> All(AttentionSpec spec)
    {
        Dictionary<string, LayerTensor> tensors = LayerTensor.All(spec).Where(static tensor => tensor.Declared).ToDictionary(static tensor => tensor.Name);
        IEnumerable<PackedTensor> packed =
        [
            .. Projections(spec, tensors, "", "Weight"),
            .. One(tensors, "Output", "OutputWeight"),
            .. Projections(spec, tensors, "Bias", "Bias"),
            .. new[] { "OutputBias", "QueryNorm", "KeyNorm", "Sinks", "RotaryFrequencies" }.SelectMany(name => One(tensors, name, name)),
        ];
        return [.. packed];
    }

    private static IEnumerable<PackedTensor> Projections(AttentionSpec spec, Dictionary<string, LayerTensor> tensors, string tensorSuffix, string suffix)
    {
        if (!tensors.TryGetValue("QueryKeyValue" + tensorSuffix, out LayerTensor? fused))
        {
            return new[] { "Query", "Key", "Value" }.SelectMany(name => One(tensors, name + tensorSuffix, name + suffix));
        }

        int afterKey = spec.QueryWidth + spec.KeyWidth;
        return
        [
            new("Query" + suffix, fused, 0, spec.QueryWidth, fused.Inputs),
            new("Key" + suffix, fused, spec.QueryWidth, spec.KeyWidth, fused.Inputs),
            new("Value" + suffix, fused, afterKey, spec.ValueWidth, fused.Inputs),
        ];
    }

    private static IEnumerable<PackedTensor> One(Dictionary<string, LayerTensor> tensors, string source, string name) =>
        tensors.TryGetValue(source, out LayerTensor? tensor) ? [new(name, tensor, 0, tensor.Outputs, tensor.Inputs)] : [];
}
