using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of self-attention without trainable weights.</summary>
public sealed class CanonicalSelfAttention(CanonicalArithmetic arithmetic, SelfAttentionDeclaration declaration) : ISelfAttentionRoutine
{
    private const int TileLength = 64;

    private readonly CanonicalAttention attention = new(arithmetic, declaration.Shape);

    public float[] Scores(float[] inputs) => attention.Scores(Inputs(inputs), ScoreStage.Raw);

    public float[] Weights(float[] inputs) =>
        declaration.Normalization == ScoreNormalization.Softmax ? attention.Weights(Inputs(inputs)) : SumWeights(inputs);

    public float[] Forward(float[] inputs) =>
        declaration.Normalization == ScoreNormalization.Softmax ? attention.Forward(Inputs(inputs)).Context : SumForward(inputs);

    /// <summary>The sum of each row's scores, tile by tile.</summary>
    public float[] Totals(float[] inputs)
    {
        int tokens = inputs.Length / declaration.InputDim;
        float[] scores = Scores(inputs);
        return [.. Enumerable.Range(0, tokens).Select(row => Total(scores.AsSpan(row * tokens, tokens)))];
    }

    private AttentionInputs Inputs(float[] inputs)
    {
        int tokens = inputs.Length / declaration.InputDim;
        return new AttentionInputs(inputs, inputs, inputs, tokens, tokens);
    }

    private float[] SumWeights(float[] inputs)
    {
        float[] weights = Scores(inputs);
        int tokens = inputs.Length / declaration.InputDim;
        for (int row = 0; row < tokens; row++)
        {
            Span<float> scores = weights.AsSpan(row * tokens, tokens);
            float reciprocal = Reciprocal(Total(scores));
            foreach (ref float score in scores)
            {
                score *= reciprocal;
            }
        }

        return weights;
    }

    private float[] SumForward(float[] inputs)
    {
        float[] scores = Scores(inputs);
        int tokens = inputs.Length / declaration.InputDim;
        float[] context = new float[inputs.Length];
        for (int row = 0; row < tokens; row++)
        {
            ReadOnlySpan<float> rowScores = scores.AsSpan(row * tokens, tokens);
            float reciprocal = Reciprocal(Total(rowScores));
            for (int x = 0; x < declaration.InputDim; x++)
            {
                context[(row * declaration.InputDim) + x] = arithmetic.MultiplyAdd(WeightedTotal(rowScores, inputs, x), reciprocal, 0);
            }
        }

        return context;
    }

    private static float Total(ReadOnlySpan<float> scores)
    {
        float total = 0;
        for (int start = 0; start < scores.Length; start += TileLength)
        {
            float sum = 0;
            for (int key = start; key < Math.Min(start + TileLength, scores.Length); key++)
            {
                sum += scores[key];
            }

            total += sum;
        }

        return total;
    }

    private float WeightedTotal(ReadOnlySpan<float> scores, float[] values, int x)
    {
        float total = 0;
        for (int start = 0; start < scores.Length; start += TileLength)
        {
            float sum = 0;
            for (int key = start; key < Math.Min(start + TileLength, scores.Length); key++)
            {
                sum = arithmetic.MultiplyAdd(scores[key], values[(key * declaration.InputDim) + x], sum);
            }

            total += sum;
        }

        return total;
    }

    private static float Reciprocal(float total) => total == 0 ? 0 : 1 / total;
}
