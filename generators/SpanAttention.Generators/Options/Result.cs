namespace SpanAttention.Generators.Options;

/// <summary>Result that a member computes; each needs all that those before it need.</summary>
internal enum Result
{
    /// <summary>Scores: what queries and keys have to do with each other.</summary>
    Scores,

    /// <summary>Weights: normalized scores.</summary>
    Weights,

    /// <summary>Contexts: weighted values.</summary>
    Contexts,
}
