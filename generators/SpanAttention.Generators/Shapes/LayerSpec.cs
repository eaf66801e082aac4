namespace SpanAttention.Generators.Shapes;

/// <summary>Source of a layer's keys and values.</summary>
internal enum ContextSource
{
    /// <summary>From the inputs themselves.</summary>
    Inputs,

    /// <summary>Both from one other input.</summary>
    Context,

    /// <summary>From two other inputs.</summary>
    KeyAndValueInputs,
}

/// <summary>Parts of a layer beyond its attention: projections and their tensors.</summary>
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
    /// <summary>Number format of stored keys and values.</summary>
    public StoredElement Element { get; init; }

    /// <summary>Number format of stored weights.</summary>
    public WeightElement WeightElement { get; init; }

    /// <summary>Rotation of queries and keys by their positions; null without.</summary>
    public RotarySpec? Rotary { get; init; }

    /// <summary>Norm of projected queries and keys; null without.</summary>
    public QkNormSpec? QkNorm { get; init; }

    /// <summary>Contexts are multiplied by σ of gates.</summary>
    public bool OutputGate { get; init; }

    /// <summary>Some projection adds a bias.</summary>
    public bool HasBiases => QueryKeyValueBias || OutputBias;

    /// <summary>Outputs are projected in rows of whole groups, which are longer than those they go to.</summary>
    public bool PadsOutputs => OutputProjection && OutputDim % PackedTensor.OutputGroup != 0;

    /// <summary>The layer makes caches of keys and values.</summary>
    public bool HasCache => ContextLength > 0;
}
