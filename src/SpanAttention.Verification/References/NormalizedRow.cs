namespace SpanAttention.Verification;

/// <summary>Weights that one row of scores is normalized to, in double, and how far careful float arithmetic may be from them.</summary>
internal abstract class NormalizedRow
{
    /// <summary>One for each score.</summary>
    public double[] Weights { get; protected init; } = [];

    /// <summary>Says how far a weight may be off, by the scores' errors; NaN where nothing is known.</summary>
    public double[] WeightErrors { get; protected init; } = [];

    /// <summary>Σ |weight|: 1 where none is negative, but for a sink's share.</summary>
    public double Size { get; protected init; } = 1;

    /// <summary>ln Σ e^score; NaN where weights are no exponentials.</summary>
    public double LogSumExp { get; protected init; } = double.NaN;

    /// <summary>Says how far that may be off, by the scores' errors.</summary>
    public double LogSumExpError { get; protected init; } = double.NaN;
}
