using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>A case of an attention layer.</summary>
public sealed record LayerCase(string Name, LayerDeclaration Declaration, LayerTensors Tensors, IReadOnlyList<LayerCall> Calls);
