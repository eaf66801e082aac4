namespace SpanAttention.Generators.Declaring;

/// <summary>The axes of a tensor over pairs of query and key.</summary>
internal enum PairAxes
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>[key tokens].</summary>
    Keys,

    /// <summary>[query tokens, key tokens].</summary>
    QueryKeys,

    /// <summary>[heads, query tokens, key tokens].</summary>
    HeadQueryKeys,
}
