namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>Gradients of one call's inputs of additive attention; that of the score's weights is empty where they are not declared.</summary>
public sealed record AdditiveGradients(float[] Query, float[] Key, float[] Value, float[] Scale)
{
    /// <summary>Each by the name of its parameter.</summary>
    public IReadOnlyList<(string Name, float[] Numbers)> All => [("queryGradient", Query), ("keyGradient", Key), ("valueGradient", Value), ("scaleGradient", Scale)];
}
