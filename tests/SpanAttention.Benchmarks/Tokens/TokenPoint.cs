using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Tokens;

/// <summary>A layer's seconds for a number of tokens, and those of four products of its size.</summary>
/// <param name="Step">Seconds divided by those of the count before.</param>
/// <param name="Ratio">Seconds divided by the other build's.</param>
/// <param name="HasEqualBits">Whether the other build writes the same bits.</param>
internal sealed record TokenPoint(int Tokens, double Seconds, double ProductSeconds, double? Step, Quartiles? Ratio, bool? HasEqualBits);
