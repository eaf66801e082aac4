using SpanAttention.Conformance.Tests.Shapes;
using SpanAttention.Primitives;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of what becomes of projected query or key heads: they are normalized, then turned by their token's index.</summary>
public sealed class CanonicalHeads(CanonicalArithmetic arithmetic, LayerDeclaration declaration, LayerTensors tensors)
{
    private const double DefaultEpsilon = 1e-6;

    private readonly float epsilon = (float)(declaration.QkNormEpsilon ?? DefaultEpsilon);
    private readonly float[] frequencies = RotaryFrequencies.Of(declaration, tensors);

    public float[] Queries(float[] tokens) => Adjust(tokens, declaration.Heads, tensors.QueryNorm);

    public float[] Keys(float[] tokens) => Adjust(tokens, declaration.KeyValueHeads, tensors.KeyNorm);

    private float[] Adjust(float[] tokens, int heads, float[] norm)
    {
        float[] adjusted = [.. tokens];
        for (int index = 0; index < adjusted.Length / declaration.HeadDim; index++)
        {
            Span<float> head = adjusted.AsSpan(index * declaration.HeadDim, declaration.HeadDim);
            if (declaration.QkNorm)
            {
                Normalize(head, norm);
            }

            Turn(head, index / heads);
        }

        return adjusted;
    }

    private void Normalize(Span<float> head, float[] weight)
    {
        float squares = 0;
        foreach (float x in head)
        {
            squares = arithmetic.MultiplyAdd(x, x, squares);
        }

        float factor = 1 / MathF.Sqrt((squares / head.Length) + epsilon);
        for (int x = 0; x < head.Length; x++)
        {
            head[x] = (float)(head[x] * factor) * weight[x];
        }
    }

    private void Turn(Span<float> head, int position)
    {
        for (int pair = 0; pair < frequencies.Length; pair++)
        {
            (int first, int second) = RotaryPair.Of(declaration, pair);
            (float sin, float cos) = SineCosine.Of(position * (double)frequencies[pair]);
            (float x1, float x2) = (head[first], head[second]);
            head[first] = arithmetic.MultiplyAdd(x1, cos, -(x2 * sin));
            head[second] = arithmetic.MultiplyAdd(x2, cos, x1 * sin);
        }
    }
}
