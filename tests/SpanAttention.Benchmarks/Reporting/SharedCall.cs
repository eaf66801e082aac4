using System.Globalization;
using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Reporting;

/// <summary>Compares a call that several caches share with a call for each.</summary>
internal static class SharedCall
{
    /// <summary>Such as: 4.1 × the tokens a second of one cache; reads allow 4.3 ×. Weights are read once then; keys and values are not.</summary>
    public static string? Gain(SceneOutcome outcome, ContenderOutcome contender)
    {
        Workload workload = outcome.Scene.Workload;
        double? alone = outcome.Contenders.FirstOrDefault(other => other.Name == contender.Name + DeclaredContenders.OneAfterTheOther)?.Seconds;
        double bound = (double)workload.Lengths.Count * workload.Single.BytesRead / workload.BytesRead;
        return alone is null
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{alone / contender.Seconds:F2} × the tokens a second of one cache; reads of keys, values and weights allow {bound:F2} ×");
    }
}
