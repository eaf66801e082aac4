namespace SpanAttention.Generators.Shapes;

/// <summary>Norms of projected queries and keys, by the names and numbers of the attribute's property.</summary>
internal enum QkNorm
{
    /// <summary>No norm.</summary>
    None,

    /// <summary>Each head by its root mean square.</summary>
    Head,

    /// <summary>All heads of a token together by their root mean square.</summary>
    Projection,

    /// <summary>Each head less its mean, by its standard deviation, with a bias.</summary>
    HeadLayerNorm,
}
