namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>An [AdditiveAttention] declaration.</summary>
public sealed record AdditiveDeclaration(int HeadDim, int ValueDim, bool HasScale = false, AttentionMask Mask = AttentionMask.None, int? QueryLength = null, int? KeyLength = null, bool Gradients = false);
