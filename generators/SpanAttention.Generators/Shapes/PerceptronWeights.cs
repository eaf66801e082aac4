namespace SpanAttention.Generators.Shapes;

/// <summary>The tensors of a linear or feed-forward layer.</summary>
internal static class PerceptronWeights
{
    /// <summary>All tensors in the order of <c>Weights</c>.</summary>
    public static IReadOnlyList<WeightTensor> Of(PerceptronSpec spec) =>
        [.. (spec.HasHidden ? FeedForward(spec) : Linear(spec)).Select(tensor => tensor with { InputByOutput = spec.InputByOutput })];

    /// <summary>Tensors that are stored, in order: weights <c>[groups of outputs, in, 16 outputs]</c>, then biases, then weights the other way round where they are learned.</summary>
    public static IReadOnlyList<PackedTensor> Pack(PerceptronSpec spec)
    {
        WeightTensor[] declared = [.. Of(spec).Where(static tensor => tensor.Declared)];
        StoredNumber element = StoredNumber.Of(spec.WeightElement);
        PackedTensor[] weights = [.. declared.Where(static tensor => !tensor.IsBias).SelectMany(tensor => Parts(spec, tensor)).Select(tensor => tensor.As(element))];
        return [.. weights, .. declared.Where(static tensor => tensor.IsBias).SelectMany(tensor => Parts(spec, tensor)), .. spec.Learns ? weights.Select(static tensor => tensor.Transposed) : []];
    }

    private static IEnumerable<WeightTensor> Linear(PerceptronSpec spec) =>
    [
        new("Weight", true, "", spec.OutputDim, spec.InputDim),
        new("Bias", spec.Bias, "Bias", spec.OutputDim, 0),
    ];

    private static IEnumerable<WeightTensor> FeedForward(PerceptronSpec spec)
    {
        bool fused = spec.FusedGateUp;
        bool gate = spec.Gated && !fused;
        string whyNoGate = spec.Gated ? "FusedGateUp" : "Gated";
        int both = unchecked(2 * spec.HiddenDim);
        return
        [
            new("Gate", gate, whyNoGate, spec.HiddenDim, spec.InputDim) { Word = "hidden" },
            new("Up", !fused, "FusedGateUp", spec.HiddenDim, spec.InputDim) { Word = "hidden" },
            new("GateUp", fused, "FusedGateUp", both, spec.InputDim) { Word = "gates and hidden" },
            new("Down", true, "", spec.OutputDim, spec.HiddenDim),
            new("GateBias", gate && spec.Bias, spec.Bias ? whyNoGate : "Bias", spec.HiddenDim, 0) { Word = "hidden" },
            new("UpBias", !fused && spec.Bias, spec.Bias ? "FusedGateUp" : "Bias", spec.HiddenDim, 0) { Word = "hidden" },
            new("GateUpBias", fused && spec.Bias, spec.Bias ? "FusedGateUp" : "Bias", both, 0) { Word = "gates and hidden" },
            new("DownBias", spec.Bias, "Bias", spec.OutputDim, 0),
        ];
    }

    // A tensor of gates and hidden units is two.
    private static IEnumerable<PackedTensor> Parts(PerceptronSpec spec, WeightTensor tensor)
    {
        string suffix = tensor.IsBias || !spec.HasHidden ? "" : "Weight";
        return tensor.Name.StartsWith("GateUp", StringComparison.Ordinal)
            ? [new(tensor.Name.Replace("GateUp", "Gate") + suffix, tensor, 0, spec.HiddenDim, tensor.Inputs), new(tensor.Name.Replace("GateUp", "Up") + suffix, tensor, spec.HiddenDim, spec.HiddenDim, tensor.Inputs)]
            : [new(tensor.Name + suffix, tensor, 0, tensor.Outputs, tensor.Inputs)];
    }
}
