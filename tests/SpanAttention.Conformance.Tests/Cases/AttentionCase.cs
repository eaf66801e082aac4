using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>A case of scaled dot-product attention: one shape, and calls with what they must give.</summary>
public sealed record AttentionCase(string Name, AttentionShape Shape, IReadOnlyList<AttentionCall> Calls);
