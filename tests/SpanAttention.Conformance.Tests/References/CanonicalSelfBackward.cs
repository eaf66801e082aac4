using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of the gradients of self-attention without trainable weights, as its page writes it.</summary>
public sealed class CanonicalSelfBackward(CanonicalArithmetic arithmetic, SelfAttentionDeclaration declaration)
{
    private const int KeyTile = 64;
    private const int RowFold = 32;

    private readonly CanonicalSelfAttention forward = new(arithmetic, declaration);

    public float[] Backward(float[] inputs, float[] contextGradient)
    {
        int tokens = inputs.Length / declaration.InputDim;
        float[] weights = forward.Weights(inputs);
        float[] scores = ScoreGradients(inputs, contextGradient, weights, tokens);
        float[] gradient = new float[inputs.Length];
        foreach (int[] rows in Enumerable.Range(0, tokens).Chunk(RowFold))
        {
            foreach (int[] keys in Enumerable.Range(0, tokens).Chunk(KeyTile))
            {
                foreach (int key in keys)
                {
                    Add(gradient, key, rows, row => weights[(row * tokens) + key], contextGradient);
                }

                foreach (int key in keys)
                {
                    Add(gradient, key, rows, row => scores[(row * tokens) + key], inputs);
                }

                foreach (int row in rows)
                {
                    Add(gradient, row, keys, key => scores[(row * tokens) + key], inputs);
                }
            }
        }

        return gradient;
    }

    private float[] ScoreGradients(float[] inputs, float[] contextGradient, float[] weights, int tokens)
    {
        float[] scores = new float[tokens * tokens];
        float[] totals = forward.Totals(inputs);
        for (int row = 0; row < tokens; row++)
        {
            float[] products = [.. Enumerable.Range(0, tokens).Select(key => Dot(Token(contextGradient, row), Token(inputs, key)))];
            float delta = 0;
            for (int key = 0; key < tokens; key++)
            {
                delta = arithmetic.MultiplyAdd(weights[(row * tokens) + key], products[key], delta);
            }

            float? share = declaration.Normalization == ScoreNormalization.Sum ? Reciprocal(totals[row]) : null;
            for (int key = 0; key < tokens; key++)
            {
                scores[(row * tokens) + key] = (float)((share ?? weights[(row * tokens) + key]) * (float)(products[key] - delta)) + 0f;
            }
        }

        return scores;
    }

    private ReadOnlySpan<float> Token(float[] tensor, int token) => tensor.AsSpan(token * declaration.InputDim, declaration.InputDim);

    private float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int x = 0; x < a.Length; x++)
        {
            sum = arithmetic.MultiplyAdd(a[x], b[x], sum);
        }

        return sum;
    }

    private void Add(float[] gradient, int token, int[] others, Func<int, float> weight, float[] source)
    {
        for (int x = 0; x < declaration.InputDim; x++)
        {
            float sum = 0;
            foreach (int other in others)
            {
                sum = arithmetic.MultiplyAdd(weight(other), Token(source, other)[x], sum);
            }

            gradient[(token * declaration.InputDim) + x] += sum;
        }
    }

    private static float Reciprocal(float total) => total == 0 ? 0 : 1 / total;
}
