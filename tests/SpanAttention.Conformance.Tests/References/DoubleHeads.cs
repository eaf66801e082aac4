using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>What becomes of projected query or key heads, in double: they are normalized by their root mean square, then turned by their token's index.</summary>
public sealed class DoubleHeads(LayerDeclaration declaration, LayerTensors tensors)
{
    private const double DefaultEpsilon = 1e-6;

    private readonly float[] frequencies = RotaryFrequencies.Of(declaration, tensors);

    public float[] Queries(float[] tokens) => Adjust(tokens, declaration.Heads, tensors.QueryNorm);

    public float[] Keys(float[] tokens) => Adjust(tokens, declaration.KeyValueHeads, tensors.KeyNorm);

    private float[] Adjust(float[] tokens, int heads, float[] norm) =>
        [.. tokens.Chunk(declaration.HeadDim).SelectMany((head, index) => Turned(Normalized(head, norm), index / heads)).Select(x => (float)x)];

    private double[] Normalized(float[] head, float[] weight)
    {
        double meanSquare = head.Sum(x => (double)x * x) / head.Length;
        double root = Math.Sqrt(meanSquare + (declaration.QkNormEpsilon ?? DefaultEpsilon));
        return [.. head.Select((x, index) => declaration.QkNorm ? x / root * weight[index] : x)];
    }

    private double[] Turned(double[] head, int position)
    {
        for (int pair = 0; pair < frequencies.Length; pair++)
        {
            (int first, int second) = RotaryPair.Of(declaration, pair);
            (double sin, double cos) = Math.SinCos(position * (double)frequencies[pair]);
            (head[first], head[second]) = ((head[first] * cos) - (head[second] * sin), (head[second] * cos) + (head[first] * sin));
        }

        return head;
    }
}
