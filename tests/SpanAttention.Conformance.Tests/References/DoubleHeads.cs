using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>What becomes of projected query or key heads, in double: they are normalized, then turned by their token's position.</summary>
public sealed class DoubleHeads(LayerDeclaration declaration, LayerTensors tensors)
{
    private const double DefaultEpsilon = 1e-6;

    private readonly TokenAngles angles = new(declaration, tensors);

    public float[] Queries(float[] tokens, LayerInputs inputs) => Adjust(tokens, inputs, declaration.Heads, tensors.QueryNorm, tensors.QueryNormBias);

    public float[] Keys(float[] tokens, LayerInputs inputs) => Adjust(tokens, inputs, declaration.KeyValueHeads, tensors.KeyNorm, tensors.KeyNormBias);

    private float[] Adjust(float[] tokens, LayerInputs inputs, int heads, float[] weight, float[] bias) =>
        [.. Normalized(tokens, weight, bias).Chunk(declaration.HeadDim).SelectMany((head, index) => Turned(head, inputs, index / heads)).Select(x => (float)x)];

    private IEnumerable<double> Normalized(float[] tokens, float[] weight, float[] bias) =>
        declaration.QkNorm == QkNorm.None ? tokens.Select(static x => (double)x) : tokens.Chunk(weight.Length).SelectMany(part => Normalized(part, weight, bias));

    /// <summary>What is normalized together: a head, or all heads of a token.</summary>
    private IEnumerable<double> Normalized(IReadOnlyList<float> part, float[] weight, float[] bias)
    {
        double mean = declaration.QkNorm == QkNorm.HeadLayerNorm ? part.Average(static x => (double)x) : 0;
        double root = Math.Sqrt(part.Average(x => (x - mean) * (x - mean)) + (declaration.QkNormEpsilon ?? DefaultEpsilon));
        return part.Select((x, index) => ((x - mean) / root * weight[index]) + (bias.Length > 0 ? bias[index] : 0));
    }

    private double[] Turned(double[] head, LayerInputs inputs, int token)
    {
        for (int pair = 0; pair < declaration.RotaryPairs; pair++)
        {
            (int first, int second) = RotaryPair.Of(declaration, pair);
            (double sin, double cos) = angles.InDouble(inputs, token, pair);
            (head[first], head[second]) = ((head[first] * cos) - (head[second] * sin), (head[second] * cos) + (head[first] * sin));
        }

        return head;
    }
}
