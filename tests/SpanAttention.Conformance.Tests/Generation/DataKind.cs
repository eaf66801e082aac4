namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>What numbers a trial is made of.</summary>
public enum DataKind
{
    /// <summary>Between −2 and 2.</summary>
    Ordinary,

    /// <summary>Few distinct values, so that many scores are equal.</summary>
    Ties,

    /// <summary>Logits near 1e4 or −1e4 that differ by about 1.</summary>
    NearlyTied,

    /// <summary>Up to the largest float: scores and sums overflow.</summary>
    Huge,

    /// <summary>Positive and up to the largest float: scores overflow to +∞ only.</summary>
    HugePositive,

    /// <summary>Positive, queries and keys so long that scores lie about the largest float; where these are capped, biases so large.</summary>
    NearLimit,

    /// <summary>Around the smallest normal float and below, or a few of the smallest subnormal float.</summary>
    Subnormal,

    /// <summary>Zeros of both signs among ones.</summary>
    SignedZero,

    /// <summary>Ordinary, with NaN and ∞ in every key and value that no query may see, and in the biases of hidden pairs.</summary>
    Poison,

    /// <summary>Ordinary, with NaN in the value of a late key, which in a causal call the last queries see and all others must not; with a left window in an early one too, which the last must not.</summary>
    LatePoison,

    /// <summary>Ordinary, with NaN and ∞ anywhere.</summary>
    Contagion,
}
