namespace SpanAttention.Benchmarks.References;

/// <summary>Some floats of the result, as double arithmetic has them.</summary>
/// <param name="Token">The query token.</param>
/// <param name="Head">The head; 0 in a layer, whose rows span all heads.</param>
/// <param name="Values">[d], or [model] in a layer.</param>
internal sealed record ReferenceRow(int Token, int Head, double[] Values);
