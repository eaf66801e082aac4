namespace SpanAttention.Generators.Shapes;

/// <summary>Where keys and values of a layer come from.</summary>
internal enum ContextSource
{
    /// <summary>From the inputs themselves.</summary>
    Inputs,

    /// <summary>Both from one other input.</summary>
    Context,

    /// <summary>From two other inputs.</summary>
    KeyAndValueInputs,
}

/// <summary>What a layer has beyond its attention: projections and their tensors.</summary>
/// <param name="ContextLength">Tokens that a cache can hold; 0 where there is none.</param>
internal sealed record LayerSpec(
    int InputDim,
    int OutputDim,
    ContextSource Context,
    int KeyInputDim,
    int ValueInputDim,
    bool QueryKeyValueBias,
    bool OutputProjection,
    bool OutputBias,
    bool FusedQueryKeyValue,
    bool InputByOutput,
    int ContextLength)
{
    /// <summary>How keys and values are stored.</summary>
    public StoredElement Element { get; init; }

    /// <summary>How queries and keys are turned by their positions.</summary>
    public RotarySpec? Rotary { get; init; }

    /// <summary>What is added to the mean square of query and key heads before they are divided by its root; null where they are not.</summary>
    public double? QkNormEpsilon { get; init; }

    /// <summary>The layer makes caches of keys and values.</summary>
    public bool HasCache => ContextLength > 0;
}
