using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission;

/// <summary>The input spans of a layer by name: which one queries, keys and values are projected from.</summary>
internal sealed record LayerInputs(string Key, string Value, Shape InputShape, Shape KeyShape, Shape ValueShape)
{
    /// <summary>The distinct spans, in the order of parameters.</summary>
    public string[] Names => [.. new[] { "inputs", Key, Value }.Distinct()];

    /// <summary>The inputs, and the span that keys come from where it is another.</summary>
    public string[] First => [.. new[] { "inputs", Key }.Distinct()];

    /// <summary>The distinct spans that keys and values come from.</summary>
    public string[] Sources => [.. new[] { Key, Value }.Distinct()];

    /// <summary>The same as parameters of a routine that takes references.</summary>
    public string SourceReferences => string.Join(", ", Sources.Select(static name => $"ref float {name}"));

    /// <summary>The spans as parameters.</summary>
    public string Parameters => Declare(Names);

    public static string Declare(IEnumerable<string> names) => string.Join(", ", names.Select(static name => $"ReadOnlySpan<float> {name}"));

    public static LayerInputs Of(AttentionSpec spec)
    {
        LayerSpec layer = spec.Layer!;
        Shape inputs = Shape.Tokens("InputDim", "input dim", layer.InputDim);
        return layer.Context switch
        {
            ContextSource.Inputs => new("inputs", "inputs", inputs, inputs, inputs),
            ContextSource.Context => new("context", "context", inputs, Shape.Tokens("KeyInputDim", "context dim", layer.KeyInputDim), Shape.Tokens("ValueInputDim", "context dim", layer.ValueInputDim)),
            _ => new("keyInputs", "valueInputs", inputs, Shape.Tokens("KeyInputDim", "key input dim", layer.KeyInputDim), Shape.Tokens("ValueInputDim", "value input dim", layer.ValueInputDim)),
        };
    }
}
