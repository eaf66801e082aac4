namespace SpanAttention.Generators.Shapes;

/// <summary>Form in which a block's call brings the context of its cross-attention.</summary>
internal enum BlockContext
{
    /// <summary>No context: the block has no cross-attention.</summary>
    None,

    /// <summary>Tokens of the context, whose keys and values the call projects.</summary>
    Tokens,

    /// <summary>Keys and values, projected once for any number of calls.</summary>
    Projected,
}
