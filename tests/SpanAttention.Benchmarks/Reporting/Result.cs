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
    [JsonIgnore]
    public double? RatioToOnnxRuntime { get; init; }

    [JsonIgnore]
    public string? Skipped { get; init; }

    public static IEnumerable<Result> Of(SceneOutcome outcome, int threads)
    {
        double? onnxRuntime = outcome.Contenders.FirstOrDefault(contender => contender.Name.Contains("ONNX", StringComparison.Ordinal))?.Seconds;
        return outcome.Contenders.Select(contender => Of(outcome.Scene, contender, outcome.Limits, threads) with
        {
            RatioToOnnxRuntime = contender.Seconds / onnxRuntime,
            Skipped = contender.Skipped,
        });
    }

    private static Result Of(Scene scene, ContenderOutcome contender, LimitSamples limits, int threads)
    {
        Workload workload = scene.Workload;
        double? flops = workload.Flops / contender.Seconds;
        double? bytes = workload.IsDecode ? workload.BytesRead / contender.Seconds : null;
        return new Result(
            scene.Name,
            contender.Name,
            contender.Seconds,
            flops / 1e9,
            workload.IsDecode ? null : 100 * flops / (limits.PeakFlops * threads),
            bytes / 1e9,
            100 * bytes / limits.Bandwidth(scene),
            contender.BytesAllocated,
            contender.MaxError);
    }
}
