using SpanAttention.Generators.Options;

namespace SpanAttention.Generators.Shapes;

/// <summary>The tensors of an attention layer.</summary>
internal static class LayerWeights
{
    // Tensors that few layers have are not there in the others.
    private static readonly IEnumerable<WeightTensor> None = [];

    /// <summary>All tensors in the order of <c>Weights</c>.</summary>
    public static IReadOnlyList<WeightTensor> Of(AttentionSpec spec)
    {
        LayerSpec layer = spec.Layer!;
        bool fused = layer.FusedQueryKeyValue;
        bool bias = layer.QueryKeyValueBias;
        int fusedWidth = unchecked(spec.QueryWidth + spec.KeyWidth + spec.ValueWidth);
        IEnumerable<WeightTensor> tensors =
        [
            new("Query", !fused, "FusedQueryKeyValue", spec.QueryWidth, layer.InputDim),
            new("Key", !fused, "FusedQueryKeyValue", spec.KeyWidth, layer.KeyInputDim),
            new("Value", !fused, "FusedQueryKeyValue", spec.ValueWidth, layer.ValueInputDim),
            new("QueryKeyValue", fused, "FusedQueryKeyValue", fusedWidth, layer.InputDim),
            new("Output", layer.OutputProjection, "OutputProjection", layer.OutputDim, spec.ContextWidth),
            .. layer.OutputGate ? [new("Gate", true, "OutputGate", spec.ContextWidth, layer.InputDim)] : None,
            new("QueryBias", bias && !fused, "QueryKeyValueBias", spec.QueryWidth, 0),
            new("KeyBias", bias && !fused, "QueryKeyValueBias", spec.KeyWidth, 0),
            new("ValueBias", bias && !fused, "QueryKeyValueBias", spec.ValueWidth, 0),
            new("QueryKeyValueBias", bias && fused, "QueryKeyValueBias", fusedWidth, 0),
            new("OutputBias", layer.OutputBias, "OutputBias", layer.OutputDim, 0),
            .. layer.OutputGate && bias ? [new("GateBias", true, "QueryKeyValueBias", spec.ContextWidth, 0)] : None,
            .. Norms(spec, layer.QkNorm),
            new("Sinks", spec.Has<Sinks>(), "Sinks", spec.Heads, 0) { Word = "heads" },
            new("RotaryFrequencies", layer.Rotary is { HasFrequencies: true }, layer.Rotary is null ? "Rotary" : "RotaryPositions", layer.Rotary?.Pairs ?? 0, 0) { Word = "rotary dim / 2", IsOptional = true },
        ];
        return [.. tensors.Select(tensor => tensor with { InputByOutput = layer.InputByOutput })];
    }

    private static IEnumerable<WeightTensor> Norms(AttentionSpec spec, QkNormSpec? norm)
    {
        bool declared = norm is not null;
        string word = norm?.Word ?? "head dim";
        yield return new("QueryNorm", declared, "QkNorm", norm?.Dim(spec.HeadDim, spec.QueryWidth) ?? spec.HeadDim, 0) { Word = word };
        yield return new("KeyNorm", declared, "QkNorm", norm?.Dim(spec.HeadDim, spec.KeyWidth) ?? spec.HeadDim, 0) { Word = word };
        if (norm is { HasBias: true })
        {
            yield return new("QueryNormBias", declared, "QkNorm", spec.HeadDim, 0) { Word = word };
            yield return new("KeyNormBias", declared, "QkNorm", spec.HeadDim, 0) { Word = word };
        }
    }

    /// <summary>Tensors that the layer stores, in order: weights <c>[groups of outputs, in, 16 outputs]</c>, then biases, then weights the other way round where they are learned.</summary>
    public static IReadOnlyList<PackedTensor> Pack(AttentionSpec spec)
    {
        Dictionary<string, WeightTensor> tensors = Of(spec).Where(static tensor => tensor.Declared).ToDictionary(static tensor => tensor.Name);
        IEnumerable<PackedTensor> packed =
        [
            .. Projections(spec, tensors, "", "Weight"),
            .. One(tensors, "Output", "OutputWeight"),
            .. One(tensors, "Gate", "GateWeight"),
            .. Projections(spec, tensors, "Bias", "Bias"),
            .. new[] { "OutputBias", "GateBias", "QueryNorm", "KeyNorm", "QueryNormBias", "KeyNormBias", "Sinks", "RotaryFrequencies" }.SelectMany(name => One(tensors, name, name)),
        ];
        PackedTensor[] stored = [.. packed.Select(tensor => tensor.As(StoredNumber.Of(spec.Layer!.WeightElement)))];
        return [.. stored, .. spec.Learns ? stored.Where(static tensor => tensor.Inputs > 0).Select(static tensor => tensor.Transposed) : []];
    }

    private static IEnumerable<PackedTensor> Projections(AttentionSpec spec, Dictionary<string, WeightTensor> tensors, string tensorSuffix, string suffix)
    {
        if (!tensors.TryGetValue("QueryKeyValue" + tensorSuffix, out WeightTensor? fused))
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

    private static IEnumerable<PackedTensor> One(Dictionary<string, WeightTensor> tensors, string source, string name) =>
        tensors.TryGetValue(source, out WeightTensor? tensor) ? [new(name, tensor, 0, tensor.Outputs, tensor.Inputs)] : [];
}
