namespace SpanAttention.Verification;

/// <summary>Promises of a routine beyond being right, such as to allocate nothing. A promise that is not made is not checked.</summary>
[Flags]
public enum AttentionPromises
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>Calls allocate no managed memory.</summary>
    NoAllocation = 1,

    /// <summary>Spans of the wrong length throw <see cref="ArgumentException"/> before anything is written.</summary>
    ChecksSpans = 2,

    /// <summary>A query has the same bits however the queries are split among calls, and in every overload.</summary>
    SameBits = 4,

    /// <summary>Says what a query does not see takes no part, were it NaN or ∞. Routines that multiply a weight of 0 by it give NaN, and are right by the definition.</summary>
    ReadsNoHidden = 8,

    /// <summary>All of these: what declared types promise.</summary>
    All = NoAllocation | ChecksSpans | SameBits | ReadsNoHidden,
}
