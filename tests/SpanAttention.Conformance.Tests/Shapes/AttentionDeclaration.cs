namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>An [Attention] declaration: a shape, and the lengths that are compile-time constants.</summary>
public sealed record AttentionDeclaration(AttentionShape Shape, int? QueryLength = null, int? KeyLength = null);
