using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of the gradients of additive attention, pair by pair, as its page writes it.</summary>
public sealed class CanonicalAdditiveBackward(CanonicalArithmetic arithmetic, AdditiveDeclaration declaration)
{
    private const int KeyTile = 64;
    private const int RowFold = 32;
    private const float LogarithmOfE = (float)CanonicalArithmetic.LogarithmOfE;

    /// <summary>Gradients of the inputs.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="context">What Forward gave for them.</param>
    /// <param name="logSumExp">What it gave with the context.</param>
    /// <param name="contextGradient">The gradient of the context.</param>
    public AdditiveGradients Backward(AdditiveInputs inputs, float[] context, float[] logSumExp, float[] contextGradient)
    {
        (float Weight, float Score)?[,] pairs = Pairs(inputs, context, logSumExp, contextGradient);
        float[] query = Query(inputs, pairs);
        float[] key = Key(inputs, pairs);
        return new(Scaled(query, inputs.Scale), Scaled(key, inputs.Scale), Value(inputs, pairs, contextGradient), declaration.HasScale ? Scale(inputs, pairs) : []);
    }

    private (float Weight, float Score)?[,] Pairs(AdditiveInputs inputs, float[] context, float[] logSumExp, float[] contextGradient)
    {
        (float Weight, float Score)?[,] pairs = new (float Weight, float Score)?[inputs.QueryLength, inputs.KeyLength];
        for (int row = 0; row < inputs.QueryLength; row++)
        {
            ReadOnlySpan<float> gradient = contextGradient.AsSpan(row * declaration.ValueDim, declaration.ValueDim);
            float delta = Dot(gradient, context.AsSpan(row * declaration.ValueDim, declaration.ValueDim));
            for (int key = 0; key < inputs.KeyLength; key++)
            {
                if (inputs.IsVisible(row, key))
                {
                    float weight = Weight(Score(inputs, row, key), logSumExp[row] * LogarithmOfE);
                    float difference = Dot(gradient, inputs.Value.AsSpan(key * declaration.ValueDim, declaration.ValueDim)) - delta;
                    pairs[row, key] = (weight, (float)(weight * difference) + 0f);
                }
            }
        }

        return pairs;
    }

    private float Score(AdditiveInputs inputs, int row, int key)
    {
        float score = 0;
        for (int x = 0; x < declaration.HeadDim; x++)
        {
            float tangent = Tangent(inputs, row, key, x);
            score = declaration.HasScale ? arithmetic.MultiplyAdd(inputs.Scale[x], tangent, score) : score + tangent;
        }

        return score;
    }

    private float Tangent(AdditiveInputs inputs, int row, int key, int x) => arithmetic.Tanh(inputs.Query[(row * declaration.HeadDim) + x] + inputs.Key[(key * declaration.HeadDim) + x]);

    private float Slope(AdditiveInputs inputs, int row, int key, int x)
    {
        float tangent = Tangent(inputs, row, key, x);
        return arithmetic.MultiplyAdd(-tangent, tangent, 1);
    }

    private float Weight(float score, float shift)
    {
        float exponent = arithmetic.MultiplyAdd(score, LogarithmOfE, -shift);
        return arithmetic.Exp2(exponent > 0 ? 0 : exponent);
    }

    private float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int x = 0; x < a.Length; x++)
        {
            sum = arithmetic.MultiplyAdd(a[x], b[x], sum);
        }

        return sum;
    }

    private float[] Query(AdditiveInputs inputs, (float Weight, float Score)?[,] pairs)
    {
        float[] gradient = new float[inputs.QueryLength * declaration.HeadDim];
        for (int index = 0; index < gradient.Length; index++)
        {
            (int row, int x) = Math.DivRem(index, declaration.HeadDim);
            foreach (int[] tile in Enumerable.Range(0, inputs.KeyLength).Chunk(KeyTile))
            {
                gradient[index] += Sum(tile, key => pairs[row, key]?.Score, key => Slope(inputs, row, key, x));
            }
        }

        return gradient;
    }

    private float[] Key(AdditiveInputs inputs, (float Weight, float Score)?[,] pairs)
    {
        float[] gradient = new float[inputs.KeyLength * declaration.HeadDim];
        for (int index = 0; index < gradient.Length; index++)
        {
            (int key, int x) = Math.DivRem(index, declaration.HeadDim);
            foreach (int[] rows in Enumerable.Range(0, inputs.QueryLength).Chunk(RowFold))
            {
                gradient[index] += Sum(rows, row => pairs[row, key]?.Score, row => Slope(inputs, row, key, x));
            }
        }

        return gradient;
    }

    private float[] Value(AdditiveInputs inputs, (float Weight, float Score)?[,] pairs, float[] contextGradient)
    {
        float[] gradient = new float[inputs.KeyLength * declaration.ValueDim];
        for (int index = 0; index < gradient.Length; index++)
        {
            (int key, int x) = Math.DivRem(index, declaration.ValueDim);
            foreach (int[] rows in Enumerable.Range(0, inputs.QueryLength).Chunk(RowFold))
            {
                gradient[index] += Sum(rows, row => pairs[row, key]?.Weight, row => contextGradient[(row * declaration.ValueDim) + x]);
            }
        }

        return gradient;
    }

    private float[] Scale(AdditiveInputs inputs, (float Weight, float Score)?[,] pairs)
    {
        float[] gradient = new float[declaration.HeadDim];
        foreach (int[] rows in Enumerable.Range(0, inputs.QueryLength).Chunk(RowFold))
        {
            foreach (int[] keys in Enumerable.Range(0, inputs.KeyLength).Chunk(KeyTile))
            {
                (int Row, int Key)[] tile = [.. from key in keys from row in rows select (row, key)];
                for (int x = 0; x < gradient.Length; x++)
                {
                    int dimension = x;
                    gradient[x] += Sum(tile, pair => pairs[pair.Row, pair.Key]?.Score, pair => Tangent(inputs, pair.Row, pair.Key, dimension));
                }
            }
        }

        return gradient;
    }

    private float Sum<T>(T[] places, Func<T, float?> factor, Func<T, float> other)
    {
        float sum = 0;
        foreach (T place in places)
        {
            sum = factor(place) is { } known ? arithmetic.MultiplyAdd(known, other(place), sum) : sum;
        }

        return sum;
    }

    private float[] Scaled(float[] gradient, float[] scale) => declaration.HasScale ? [.. gradient.Select((element, index) => element * scale[index % declaration.HeadDim])] : gradient;
}
