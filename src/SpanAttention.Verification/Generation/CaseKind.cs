namespace SpanAttention.Verification;

/// <summary>Kind of numbers that a case's tensors hold, such as many that are equal, or around the smallest normal float.</summary>
public enum CaseKind
{
    /// <summary>Between −2 and 2.</summary>
    Ordinary,

    /// <summary>Few distinct numbers, so that many scores are equal.</summary>
    Tied,

    /// <summary>Queries and keys that are 1 in one place: scores are 0 or far above it.</summary>
    OneHot,

    /// <summary>Scores rise from key to key: the maximum is always the latest.</summary>
    Ascending,

    /// <summary>Scores fall from key to key: the maximum is the first, and what follows vanishes beside it.</summary>
    Descending,

    /// <summary>Scaled scores near 10⁴ or −10⁴ that differ by about 1.</summary>
    NearlyTied,

    /// <summary>Around the smallest normal float and below.</summary>
    Subnormal,

    /// <summary>Zeros of both signs among ones.</summary>
    SignedZero,

    /// <summary>Ordinary, with NaN and ∞ wherever no query may look; for a layer, in one token.</summary>
    Poison,

    /// <summary>Queries and keys near 0: scores differ by little, so that rounding is all that results may be off by. For a layer, often as small as the root of a norm's epsilon.</summary>
    Faint,

    /// <summary>Scaled scores of ±10⁵, and beyond what a mask or a first maximum is often set to: ±10¹⁰, ±10³⁰; and values of 10²⁰.</summary>
    Far,

    /// <summary>Queries, keys and values that are the same numbers, as tokens that attend to themselves have them; one memory where the shape has room for it.</summary>
    SelfAttention,
}
