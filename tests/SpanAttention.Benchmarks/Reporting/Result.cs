using System.Text.Json.Serialization;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Reporting;

/// <summary>One row of the report; what does not apply is null.</summary>
internal sealed record Result(
    string Workload,
    string Contender,
    double? Seconds,
    double? Gflops,
    double? PercentOfPeak,
    double? GigabytesPerSecond,
    double? PercentOfBandwidth,
    double? BytesAllocated,
    double? MaxError)
{
    // Samples scatter by a few percent; what is farther above a limit is no share of it.
    private const double HighestPercent = 110;

    /// <summary>Why a percentage is null though there is a limit: it would be above 110 %.</summary>
    public string? AboveLimit { get; init; }

    [JsonIgnore]
    public double? RatioToOnnxRuntime { get; init; }

    [JsonIgnore]
    public string? Skipped { get; init; }

    /// <summary>What it is worth that several caches share a call.</summary>
    [JsonIgnore]
    public string? Gain { get; init; }

    public static IEnumerable<Result> Of(SceneOutcome outcome, LimitSamples limits)
    {
        double? onnxRuntime = outcome.Contenders.FirstOrDefault(contender => contender.Name.Contains("ONNX", StringComparison.Ordinal))?.Seconds;
        return outcome.Contenders.Select(contender => Of(outcome.Scene, contender, limits) with
        {
            RatioToOnnxRuntime = contender.Seconds / onnxRuntime,
            Skipped = contender.Skipped,
            Gain = SharedCall.Gain(outcome, contender),
        });
    }

    private static Result Of(Scene scene, ContenderOutcome contender, LimitSamples limits)
    {
        Workload workload = scene.Workload;
        double? flops = workload.Flops / contender.Seconds;
        double? bytes = workload.IsDecode ? workload.BytesReadWith(contender.BytesPerWeight) / contender.Seconds : null;
        double? ofPeak = workload.IsDecode ? null : 100 * flops / limits.CommonPeakFlops;
        double? ofBandwidth = 100 * bytes / limits.Bandwidth(scene);
        return new Result(
            scene.Name,
            contender.Name,
            contender.Seconds,
            flops / 1e9,
            ofPeak > HighestPercent ? null : ofPeak,
            bytes / 1e9,
            ofBandwidth > HighestPercent ? null : ofBandwidth,
            contender.BytesAllocated,
            contender.MaxError)
        {
            AboveLimit = ofPeak > HighestPercent || ofBandwidth > HighestPercent ? Reason(workload) : null,
        };
    }

    private static string Reason(Workload workload) => workload.IsDecode && workload.BytesRead <= CacheSizes.Level2
        ? "its data lie in L2, and the limit is that of reads from L3"
        : "the machine could do more than its samples say, and was disturbed while they were taken: run again";
}
