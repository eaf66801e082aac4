namespace SpanAttention.Generators.Planning;

/// <summary>Ways of the few rows that share a key/value head through its keys.</summary>
internal enum SharedKeys
{
    /// <summary>The caller's rows are transposed, a tile at a time, so that keys are lanes.</summary>
    Transposed,

    /// <summary>Keys lie in groups of 16 tokens, as a layer stores them, and are lanes already.</summary>
    Grouped,

    /// <summary>The head dimension is lanes, in an order of operations of its own: for one declared query on the caller's rows.</summary>
    AlongHeadDim,
}
