namespace SpanAttention.Verification;

/// <summary>Says what a routine gives for a query that sees no key. No definition says it: 0 / 0 is what one makes of it.</summary>
public enum EmptyRows
{
    /// <summary>A context of zeros, and a logSumExp of −∞ (the sink, where there is one): an empty sum, and its logarithm. What declared types give.</summary>
    Zero,

    /// <summary>NaN, as softmax over nothing but −∞ gives in most libraries; a logSumExp of NaN or −∞.</summary>
    NaN,

    /// <summary>Any numbers: nobody reads them.</summary>
    Anything,
}
