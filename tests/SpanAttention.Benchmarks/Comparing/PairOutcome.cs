using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Comparing;

/// <summary>Seconds a call in both builds, this divided by the other in each pair of batches, the standard error of that, and a hash of all that each wrote.</summary>
internal sealed record PairOutcome(string Workload, string Declaration, double ThisSeconds, double OtherSeconds, Quartiles Ratio, double RatioError, int Pairs, string ThisHash, string OtherHash)
{
    public bool HasEqualBits => ThisHash == OtherHash;
}
