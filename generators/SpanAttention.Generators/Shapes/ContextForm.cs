namespace SpanAttention.Generators.Shapes;

/// <summary>Form in which a call brings the contexts of its sequences.</summary>
internal enum ContextForm
{
    /// <summary>No context: sequences attend to their own tokens.</summary>
    None,

    /// <summary>Tokens of contexts, whose keys and values the call projects.</summary>
    Tokens,

    /// <summary>Keys and values, projected once for any number of calls.</summary>
    Projected,
}
