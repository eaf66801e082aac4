namespace SpanAttention.Generators.Model;

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
    bool InputByOutput);
