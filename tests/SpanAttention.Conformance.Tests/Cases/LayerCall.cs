using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>One example of a batch.</summary>
public sealed record LayerCall(LayerInputs Inputs, Expected Output)
{
    /// <summary>[heads, query tokens, key tokens].</summary>
    public Expected? Weights { get; init; }

    /// <summary>[query tokens, key tokens].</summary>
    public Expected? MeanWeights { get; init; }
}
