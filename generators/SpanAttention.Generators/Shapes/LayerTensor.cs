using SpanAttention.Generators.Options;

namespace SpanAttention.Generators.Shapes;

/// <summary>One tensor that a layer takes at construction.</summary>
/// <param name="Name">The property of <c>Weights</c>.</param>
/// <param name="Declared">Whether the layer has it; otherwise it must be left empty.</param>
/// <param name="Property">The declaration's property that decides so.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Inputs">Its inputs; 0 for a bias.</param>
internal sealed record LayerTensor(string Name, bool Declared, string Property, int Outputs, int Inputs)
{
    public bool IsBias => Inputs == 0;

    /// <summary>It may be left empty though it is declared.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Words for its axes, for messages.</summary>
    public string Words => Name switch
    {
        "QueryNorm" or "KeyNorm" => "head dim",
        "Sinks" => "heads",
        "RotaryFrequencies" => "rotary dim / 2",
        _ => "outputs",
    };

    public long Elements => IsBias ? Outputs : (long)Outputs * Inputs;

    /// <summary>All tensors in the order of <c>Weights</c>.</summary>
    public static IReadOnlyList<LayerTensor> All(AttentionSpec spec)
    {
        LayerSpec layer = spec.Layer!;
        bool fused = layer.FusedQueryKeyValue;
        bool bias = layer.QueryKeyValueBias;
        int fusedWidth = unchecked(spec.QueryWidth + spec.KeyWidth + spec.ValueWidth);
        return
        [
            new("Query", !fused, "FusedQueryKeyValue", spec.QueryWidth, layer.InputDim),
            new("Key", !fused, "FusedQueryKeyValue", spec.KeyWidth, layer.KeyInputDim),
            new("Value", !fused, "FusedQueryKeyValue", spec.ValueWidth, layer.ValueInputDim),
            new("QueryKeyValue", fused, "FusedQueryKeyValue", fusedWidth, layer.InputDim),
            new("Output", layer.OutputProjection, "OutputProjection", layer.OutputDim, spec.ContextWidth),
            new("QueryBias", bias && !fused, "QueryKeyValueBias", spec.QueryWidth, 0),
            new("KeyBias", bias && !fused, "QueryKeyValueBias", spec.KeyWidth, 0),
            new("ValueBias", bias && !fused, "QueryKeyValueBias", spec.ValueWidth, 0),
            new("QueryKeyValueBias", bias && fused, "QueryKeyValueBias", fusedWidth, 0),
            new("OutputBias", layer.OutputBias, "OutputBias", layer.OutputDim, 0),
            new("QueryNorm", layer.QkNormEpsilon is not null, "QkNorm", spec.HeadDim, 0),
            new("KeyNorm", layer.QkNormEpsilon is not null, "QkNorm", spec.HeadDim, 0),
            new("Sinks", spec.Has<Sinks>(), "Sinks", spec.Heads, 0),
            new("RotaryFrequencies", layer.Rotary is not null, "Rotary", layer.Rotary?.Pairs ?? 0, 0) { IsOptional = true },
        ];
    }
}
