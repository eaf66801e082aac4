using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>One example of a batch.</summary>
public sealed record LayerCall(LayerInputs Inputs, Expected Output)
{
    /// <summary>[tokens, output dim], where gradients are given.</summary>
    public float[]? DestinationGradient { get; init; }

    /// <summary>Gradient of the inputs, where it is given.</summary>
    public Expected? InputGradient { get; init; }

    /// <summary>[heads, query tokens, key tokens].</summary>
    public Expected? Weights { get; init; }

    /// <summary>[query tokens, key tokens].</summary>
    public Expected? MeanWeights { get; init; }
}
