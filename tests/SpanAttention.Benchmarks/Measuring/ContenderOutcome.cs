namespace SpanAttention.Benchmarks.Measuring;

/// <summary>What a contender took a call, or why it did not take part.</summary>
internal sealed record ContenderOutcome(string Name, double? Seconds, double? BytesAllocated, double? MaxError, string? Skipped)
{
    /// <summary>What it reads for a weight.</summary>
    public double BytesPerWeight { get; private init; } = sizeof(float);

    public static ContenderOutcome Of(Measurement measurement, double maxError) =>
        new(measurement.Contender.Name, measurement.Seconds, measurement.BytesPerCall, maxError, Skipped: null) { BytesPerWeight = measurement.Contender.BytesPerWeight };

    public static ContenderOutcome Absent(string name, string reason) => new(name, Seconds: null, BytesAllocated: null, MaxError: null, reason);
}
