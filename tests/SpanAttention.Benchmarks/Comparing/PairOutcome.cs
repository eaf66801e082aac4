using System.Text.Json.Serialization;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Comparing;

/// <summary>Seconds a call in both builds, this divided by the other in each pair of batches, and a hash of all that each wrote.</summary>
internal sealed record PairOutcome(string Workload, string Declaration, double ThisSeconds, double OtherSeconds, Quartiles Ratio, int Pairs, string ThisHash, string OtherHash)
{
    [JsonIgnore]
    public bool HasEqualBits => ThisHash == OtherHash;
}
