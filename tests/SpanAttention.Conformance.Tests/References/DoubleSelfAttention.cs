using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>Self-attention without trainable weights, in double.</summary>
public sealed class DoubleSelfAttention(SelfAttentionDeclaration declaration) : ISelfAttentionRoutine
{
    private readonly DoubleAttention attention = new(declaration.Shape);

    public float[] Scores(float[] inputs) => attention.Scores(Inputs(inputs), ScoreStage.Raw);

    public float[] Weights(float[] inputs)
    {
        if (declaration.Normalization == ScoreNormalization.Softmax)
        {
            return attention.Weights(Inputs(inputs));
        }

        int tokens = Tokens(inputs);
        return [.. Scores(inputs).Chunk(Math.Max(tokens, 1)).SelectMany(Normalized)];
    }

    public float[] Forward(float[] inputs)
    {
        int tokens = Tokens(inputs);
        float[] weights = Weights(inputs);
        float[] context = new float[inputs.Length];
        for (int index = 0; index < context.Length; index++)
        {
            (int row, int x) = Math.DivRem(index, declaration.InputDim);
            context[index] = (float)Enumerable.Range(0, tokens).Sum(key => (double)weights[(row * tokens) + key] * inputs[(key * declaration.InputDim) + x]);
        }

        return context;
    }

    private int Tokens(float[] inputs) => inputs.Length / declaration.InputDim;

    private AttentionInputs Inputs(float[] inputs) => new(inputs, inputs, inputs, Tokens(inputs), Tokens(inputs));

    private static IEnumerable<float> Normalized(float[] scores)
    {
        double total = scores.Sum(score => (double)score);
        return scores.Select(score => total == 0 ? 0 : (float)(score / total));
    }
}
