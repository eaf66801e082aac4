using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of what becomes of projected query or key heads: they are normalized, then turned by their token's position.</summary>
public sealed class CanonicalHeads(CanonicalArithmetic arithmetic, LayerDeclaration declaration, LayerTensors tensors)
{
    private const double DefaultEpsilon = 1e-6;

    private readonly float epsilon = (float)(declaration.QkNormEpsilon ?? DefaultEpsilon);
    private readonly CanonicalNorm ofProjections = new(arithmetic, NormKind.RootMeanSquare, (float)(declaration.QkNormEpsilon ?? DefaultEpsilon));
    private readonly CanonicalNorm ofHeads = new(arithmetic, NormKind.LayerNorm, (float)(declaration.QkNormEpsilon ?? DefaultEpsilon));
    private readonly TokenAngles angles = new(declaration, tensors);

    public float[] Queries(float[] tokens, LayerInputs inputs) => Adjust(tokens, inputs, declaration.Heads, tensors.QueryNorm, tensors.QueryNormBias);

    public float[] Keys(float[] tokens, LayerInputs inputs) => Adjust(tokens, inputs, declaration.KeyValueHeads, tensors.KeyNorm, tensors.KeyNormBias);

    /// <summary>Gradients of projected queries, from those of what they became; those of their norm are added to.</summary>
    public float[] QueriesBackward(float[] tokens, float[] slopes, LayerInputs inputs, Func<string, float[]> gradients) =>
        Return(tokens, slopes, inputs, declaration.Heads, tensors.QueryNorm, gradients("QueryNorm"), gradients("QueryNormBias"));

    /// <summary>The same of keys.</summary>
    public float[] KeysBackward(float[] tokens, float[] slopes, LayerInputs inputs, Func<string, float[]> gradients) =>
        Return(tokens, slopes, inputs, declaration.KeyValueHeads, tensors.KeyNorm, gradients("KeyNorm"), gradients("KeyNormBias"));

    private float[] Return(float[] tokens, float[] slopes, LayerInputs inputs, int heads, float[] weight, float[] weightGradient, float[] biasGradient)
    {
        float[] turned = [.. slopes];
        for (int index = 0; index < turned.Length / declaration.HeadDim; index++)
        {
            Turn(turned.AsSpan(index * declaration.HeadDim, declaration.HeadDim), inputs, index / heads, back: true);
        }

        int width = declaration.QkNorm == QkNorm.Projection ? weight.Length : declaration.HeadDim;
        return declaration.QkNorm == QkNorm.None ? turned : [.. tokens.Chunk(width).Zip(turned.Chunk(width)).SelectMany(pair => NormBackward(pair.First, weight, pair.Second, weightGradient, biasGradient))];
    }

    private float[] NormBackward(float[] numbers, float[] weight, float[] slopes, float[] weightGradient, float[] biasGradient) => declaration.QkNorm switch
    {
        QkNorm.Head => CanonicalNorm.Backward(arithmetic, numbers, weight, Factor(numbers), slopes, weightGradient, centres: false),
        QkNorm.Projection => ofProjections.Backward(numbers, weight, slopes, weightGradient, biasGradient: []),
        _ => ofHeads.Backward(numbers, weight, slopes, weightGradient, biasGradient),
    };

    private float[] Adjust(float[] tokens, LayerInputs inputs, int heads, float[] weight, float[] bias)
    {
        float[] adjusted = Normalized(tokens, weight, bias);
        for (int index = 0; index < adjusted.Length / declaration.HeadDim; index++)
        {
            Turn(adjusted.AsSpan(index * declaration.HeadDim, declaration.HeadDim), inputs, index / heads);
        }

        return adjusted;
    }

    private float[] Normalized(float[] tokens, float[] weight, float[] bias) => declaration.QkNorm switch
    {
        QkNorm.Head => [.. tokens.Chunk(declaration.HeadDim).SelectMany(head => Normalized(head, weight))],
        QkNorm.Projection => [.. tokens.Chunk(weight.Length).SelectMany(token => ofProjections.Apply(token, weight, bias: []))],
        QkNorm.HeadLayerNorm => [.. tokens.Chunk(declaration.HeadDim).SelectMany(head => ofHeads.Apply(head, weight, bias))],
        _ => [.. tokens],
    };

    private float[] Normalized(float[] head, float[] weight)
    {
        float factor = Factor(head);
        return [.. head.Select((x, place) => (float)(x * factor) * weight[place])];
    }

    // One chain a head.
    private float Factor(float[] head)
    {
        float squares = 0;
        foreach (float x in head)
        {
            squares = arithmetic.MultiplyAdd(x, x, squares);
        }

        return 1 / MathF.Sqrt((squares / head.Length) + epsilon);
    }

    private void Turn(Span<float> head, LayerInputs inputs, int token, bool back = false)
    {
        for (int pair = 0; pair < declaration.RotaryPairs; pair++)
        {
            (int first, int second) = RotaryPair.Of(declaration, pair);
            (float sin, float cos) = angles.Of(inputs, token, pair);
            sin = back ? -sin : sin;
            (float x1, float x2) = (head[first], head[second]);
            head[first] = arithmetic.MultiplyAdd(x1, cos, -(x2 * sin));
            head[second] = arithmetic.MultiplyAdd(x2, cos, x1 * sin);
        }
    }
}
