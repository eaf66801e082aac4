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
    /// <summary>The layer makes caches of keys and values.</summary>
    public bool HasCache => ContextLength > 0;

    /// <summary>Tokens that there is room for in a cache: whole key tiles.</summary>
    public long CacheTokens => (ContextLength + KeyTile - 1L) / KeyTile * KeyTile;

    private const int KeyTile = 64;
}
