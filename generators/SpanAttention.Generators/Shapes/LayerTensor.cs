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
    /// <summary>It has no axis of inputs.</summary>
    public bool IsBias => Inputs == 0;

    /// <summary>It may be left empty though it is declared.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Its axes in words, for messages: <c>outputs × inputs</c>.</summary>
    public string Words(LayerSpec layer) => Name switch
    {
        "QueryNorm" or "KeyNorm" => "head dim",
        "Sinks" => "heads",
        "RotaryFrequencies" => "rotary dim / 2",
        _ when IsBias => "outputs",
        _ => layer.InputByOutput ? "inputs × outputs" : "outputs × inputs",
    };

    /// <summary>The lengths of its axes: <c>768, 64</c>.</summary>
    public string Lengths(LayerSpec layer) => IsBias ? $"{Outputs}" : layer.InputByOutput ? $"{Inputs}, {Outputs}" : $"{Outputs}, {Inputs}";

    /// <summary>Documentation of it: <c>[768, 64]: output by input.</c></summary>
    public string Description(LayerSpec layer) =>
        !Declared ? "Not declared: leave empty."
        : IsOptional ? $"[{Lengths(layer)}], or empty for the declared base."
        : IsBias ? $"[{Lengths(layer)}]."
        : $"[{Lengths(layer)}]: {(layer.InputByOutput ? "input by output" : "output by input")}.";

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
