using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>A case of an attention layer.</summary>
public sealed record LayerCase(string Name, LayerDeclaration Declaration, LayerTensors Tensors, IReadOnlyList<LayerCall> Calls)
{
    /// <summary>How many tokens at a time reach a cache; empty where none is asked for.</summary>
    public IReadOnlyList<int> Chunks { get; init; } = [];

    /// <summary>Gradients of weights by name, of all calls together; none where none are given.</summary>
    public IReadOnlyDictionary<string, Expected> Gradients { get; init; } = new Dictionary<string, Expected>();
}
