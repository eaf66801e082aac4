using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Models;

/// <summary>A contender's call of the model.</summary>
/// <param name="Call">Such as <c>decode over 512</c>.</param>
/// <param name="Contender">Whose.</param>
/// <param name="Seconds">Median time of a call.</param>
/// <param name="TokensPerSecond">Tokens of the call in that time.</param>
/// <param name="PercentOfBandwidth">Bytes that a decoded token reads, of what the core reads from DRAM in that time.</param>
/// <param name="RatioToOnnx">Time divided by ONNX Runtime's.</param>
/// <param name="BytesAllocated">Managed bytes a call on the calling thread.</param>
/// <param name="Difference">Largest difference of a logit from ONNX Runtime's, in parts of their deviation.</param>
internal sealed record ModelResult(
    string Call, string Contender, double Seconds, double TokensPerSecond, double? PercentOfBandwidth, double RatioToOnnx, double BytesAllocated, double Difference)
{
    /// <summary>Results of a call; the last contender is ONNX Runtime.</summary>
    public static IEnumerable<ModelResult> Of(ModelCall call, IReadOnlyList<Measurement> measurements, Func<Contender, double> bytesRead, double bandwidth)
    {
        Measurement onnx = measurements[^1];
        return measurements.Select(measurement => new ModelResult(
            call.Name,
            measurement.Contender.Name,
            measurement.Seconds,
            call.Tokens / measurement.Seconds,
            call.Tokens == 1 ? 100 * bytesRead(measurement.Contender) / measurement.Seconds / bandwidth : null,
            measurement.Seconds / onnx.Seconds,
            measurement.BytesPerCall,
            RelativeDifference(measurement.Contender.Output, onnx.Contender.Output)));
    }

    private static double RelativeDifference(ReadOnlySpan<float> logits, ReadOnlySpan<float> others)
    {
        double largest = 0;
        double squares = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            largest = Math.Max(largest, Math.Abs((double)logits[token] - others[token]));
            squares += (double)others[token] * others[token];
        }

        return largest / Math.Sqrt(squares / logits.Length);
    }
}
