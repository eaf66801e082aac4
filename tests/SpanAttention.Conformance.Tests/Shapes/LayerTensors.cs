namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>The tensors of a layer; those that are not declared are empty.</summary>
public sealed record LayerTensors
{
    /// <summary>The names of all.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. typeof(LayerTensors).GetProperties().Where(static property => property.PropertyType == typeof(float[])).Select(static property => property.Name)];

    public float[] Query { get; init; } = [];

    public float[] Key { get; init; } = [];

    public float[] Value { get; init; } = [];

    public float[] QueryKeyValue { get; init; } = [];

    public float[] Output { get; init; } = [];

    public float[] QueryBias { get; init; } = [];

    public float[] KeyBias { get; init; } = [];

    public float[] ValueBias { get; init; } = [];

    public float[] QueryKeyValueBias { get; init; } = [];

    public float[] OutputBias { get; init; } = [];

    /// <summary>[head dim].</summary>
    public float[] QueryNorm { get; init; } = [];

    /// <summary>[head dim].</summary>
    public float[] KeyNorm { get; init; } = [];

    /// <summary>[heads].</summary>
    public float[] Sinks { get; init; } = [];

    /// <summary>[rotary dim / 2], or empty for the declared base.</summary>
    public float[] RotaryFrequencies { get; init; } = [];

    /// <summary>The tensor of a name.</summary>
    public float[] Of(string name) => (float[])typeof(LayerTensors).GetProperty(name)!.GetValue(this)!;
}
