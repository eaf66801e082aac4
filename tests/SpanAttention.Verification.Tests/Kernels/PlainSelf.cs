namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>Tokens that attend to themselves, by the sum of their scores, as plain float loops. Every step can be replaced by a mistake.</summary>
public sealed record PlainSelf(AttentionShape Shape)
{
    /// <summary>Whether a token sees another.</summary>
    public Func<int, int, bool> Sees { get; init; } = static (_, _) => true;

    /// <summary>What a raw score becomes.</summary>
    public Func<float, float> Score { get; init; } = static score => score;

    /// <summary>What scores are divided by.</summary>
    public Func<float[], float> Sum { get; init; } = static scores => scores.Sum();

    /// <summary>What a row is whose sum is 0.</summary>
    public float Empty { get; init; }

    /// <summary>The routine as the kit calls it.</summary>
    public AttentionRoutine Routine => new() { Shape = Shape, Forward = Forward, Weights = Weights, Scores = Scores };

    private void Forward(in AttentionOperands operands, Span<float> destination)
    {
        int dim = Shape.HeadDim;
        int tokens = operands.Query.Length / dim;
        destination.Clear();
        for (int token = 0; token < tokens; token++)
        {
            float[] weights = Row(operands.Query, token);
            for (int other = 0; other < tokens; other++)
            {
                for (int x = 0; x < dim; x++)
                {
                    destination[(token * dim) + x] += weights[other] * operands.Query[(other * dim) + x];
                }
            }
        }
    }

    private void Weights(in AttentionOperands operands, Span<float> destination)
    {
        int tokens = operands.Query.Length / Shape.HeadDim;
        for (int token = 0; token < tokens; token++)
        {
            Row(operands.Query, token).CopyTo(destination[(token * tokens)..]);
        }
    }

    private void Scores(in AttentionOperands operands, ScoreStage stage, Span<float> destination)
    {
        int tokens = operands.Query.Length / Shape.HeadDim;
        for (int index = 0; index < destination.Length; index++)
        {
            destination[index] = Raw(operands.Query, index / tokens, index % tokens);
        }
    }

    private float[] Row(ReadOnlySpan<float> tokens, int token)
    {
        float[] scores = new float[tokens.Length / Shape.HeadDim];
        for (int other = 0; other < scores.Length; other++)
        {
            scores[other] = Sees(token, other) ? Score(Raw(tokens, token, other)) : 0;
        }

        float sum = Sum(scores);
        return Array.ConvertAll(scores, score => sum == 0 ? Empty : score / sum);
    }

    private float Raw(ReadOnlySpan<float> tokens, int token, int other)
    {
        float sum = 0;
        for (int x = 0; x < Shape.HeadDim; x++)
        {
            sum += tokens[(token * Shape.HeadDim) + x] * tokens[(other * Shape.HeadDim) + x];
        }

        return sum;
    }
}
