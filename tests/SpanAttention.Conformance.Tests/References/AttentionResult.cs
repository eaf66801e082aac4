namespace SpanAttention.Conformance.Tests.References;

/// <summary>Context in the declared layout, and natural logSumExps, [heads, query tokens].</summary>
public sealed record AttentionResult(float[] Context, float[] LogSumExp);
