namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>The tensors of a layer; those that are not declared are empty.</summary>
public sealed record LayerTensors
{
    /// <summary>The names of all.</summary>
    public static readonly IReadOnlyList<string> All = [.. typeof(LayerTensors).GetProperties().Where(static property => property.PropertyType == typeof(float[])).Select(static property => property.Name)];

    /// <summary>The names of those that a layer's weights have: what few layers declare is not there in the others.</summary>
    public static IReadOnlyList<string> Names(LayerDeclaration declaration) => [.. All.Except(Missing(declaration))];

    /// <summary>The names of those that learning changes.</summary>
    public static IReadOnlyList<string> Learned(LayerDeclaration declaration) => [.. Names(declaration).Where(static name => name != nameof(RotaryFrequencies))];

    private static IEnumerable<string> Missing(LayerDeclaration declaration) =>
    [
        .. declaration.QkNorm == QkNorm.HeadLayerNorm ? Array.Empty<string>() : [nameof(QueryNormBias), nameof(KeyNormBias)],
        .. declaration.OutputGate ? Array.Empty<string>() : [nameof(Gate)],
        .. declaration is { OutputGate: true, QueryKeyValueBias: true } ? Array.Empty<string>() : [nameof(GateBias)],
    ];

    public float[] Query { get; init; } = [];

    public float[] Key { get; init; } = [];

    public float[] Value { get; init; } = [];

    public float[] QueryKeyValue { get; init; } = [];

    public float[] Output { get; init; } = [];

    public float[] Gate { get; init; } = [];

    public float[] QueryBias { get; init; } = [];

    public float[] KeyBias { get; init; } = [];

    public float[] ValueBias { get; init; } = [];

    public float[] QueryKeyValueBias { get; init; } = [];

    public float[] OutputBias { get; init; } = [];

    public float[] GateBias { get; init; } = [];

    /// <summary>[head dim], or [heads × head dim] where all heads are normalized together.</summary>
    public float[] QueryNorm { get; init; } = [];

    /// <summary>[head dim], or [key/value heads × head dim].</summary>
    public float[] KeyNorm { get; init; } = [];

    /// <summary>[head dim].</summary>
    public float[] QueryNormBias { get; init; } = [];

    /// <summary>[head dim].</summary>
    public float[] KeyNormBias { get; init; } = [];

    /// <summary>[heads].</summary>
    public float[] Sinks { get; init; } = [];

    /// <summary>[rotary dim / 2], or empty for the declared base.</summary>
    public float[] RotaryFrequencies { get; init; } = [];

    /// <summary>The same with one number more at the end of a tensor.</summary>
    public LayerTensors Longer(string name)
    {
        LayerTensors copy = this with { };
        typeof(LayerTensors).GetProperty(name)!.SetValue(copy, (float[])[.. Of(name), 0]);
        return copy;
    }

    /// <summary>The tensor of a name.</summary>
    public float[] Of(string name) => (float[])typeof(LayerTensors).GetProperty(name)!.GetValue(this)!;
}
