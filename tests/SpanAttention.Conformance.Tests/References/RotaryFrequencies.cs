using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>Radians a position that pairs of dimensions are turned by: those of the tensor, or else powers of the declared base.</summary>
public static class RotaryFrequencies
{
    private const double DefaultBase = 10000;

    public static float[] Of(LayerDeclaration declaration, LayerTensors tensors) =>
        tensors.RotaryFrequencies.Length > 0
            ? tensors.RotaryFrequencies
            : [.. Enumerable.Range(0, declaration.RotaryPairs).Select(pair => (float)Math.Pow(declaration.RotaryBase ?? DefaultBase, -(double)pair / declaration.RotaryPairs))];
}
