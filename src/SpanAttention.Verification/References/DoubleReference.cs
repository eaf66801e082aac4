namespace SpanAttention.Verification;

/// <summary>Attention as the textbook has it, in double: score, scale, soft cap, bias, ALiBi, mask, sink, softmax, values.</summary>
internal static class DoubleReference
{
    /// <summary>Contexts in the shape's layout; exact zeros for a row that sees no key.</summary>
    public static double[] Context(AttentionCase source)
    {
        AttentionShape shape = source.Shape;
        double[] context = new double[source.QueryLength * shape.Heads * shape.ValueDim];
        foreach ((int head, int row) in source.Rows)
        {
            double[] weights = Weights(source, head, row);
            int start = shape.Offset(row, head, source.QueryLength, shape.Heads, shape.ValueDim);
            for (int key = 0; key < weights.Length; key++)
            {
                ReadOnlySpan<float> value = source.ValueHead(key, shape.KeyValueHead(head));
                for (int x = 0; x < value.Length && weights[key] != 0; x++)
                {
                    context[start + x] += weights[key] * value[x];
                }
            }
        }

        return context;
    }

    /// <summary>The weights of all keys for one query.</summary>
    public static double[] Weights(AttentionCase source, int head, int row)
    {
        double logSumExp = LogSumExp(source, head, row);
        double[] scores = Scores(source, head, row, ScoreStage.Masked);
        return double.IsNegativeInfinity(logSumExp) ? new double[scores.Length] : [.. scores.Select(score => Math.Exp(score - logSumExp))];
    }

    /// <summary>ln Σ e^score of one query, the sink included; −∞ for a row that sees nothing.</summary>
    public static double LogSumExp(AttentionCase source, int head, int row)
    {
        double[] logits = [.. Scores(source, head, row, ScoreStage.Masked), source.Shape.Sinks ? source.Sinks[head] : double.NegativeInfinity];
        double maximum = logits.Max();
        return double.IsNegativeInfinity(maximum) ? maximum : maximum + Math.Log(logits.Sum(logit => Math.Exp(logit - maximum)));
    }

    /// <summary>The scores of all keys for one query, at a stage.</summary>
    public static double[] Scores(AttentionCase source, int head, int row, ScoreStage stage) =>
        [.. Enumerable.Range(0, source.KeyLength).Select(key => Score(source, head, row, key, stage))];

    private static double Score(AttentionCase source, int head, int row, int key, ScoreStage stage)
    {
        AttentionShape shape = source.Shape;
        if (stage == ScoreStage.Masked && !source.Sees(head, row, key))
        {
            return double.NegativeInfinity;
        }

        double score = Dot(source.QueryHead(row, head), source.KeyHead(key, shape.KeyValueHead(head)));
        if (stage == ScoreStage.Raw)
        {
            return score;
        }

        score *= shape.Scale;
        if (stage == ScoreStage.Scaled)
        {
            return score;
        }

        score = shape.SoftCap > 0 ? shape.SoftCap * Math.Tanh(score / shape.SoftCap) : score;
        return stage == ScoreStage.Capped ? score : score + Added(source, head, row, key);
    }

    /// <summary>Sum of what bias and ALiBi add to a score.</summary>
    public static double Added(AttentionCase source, int head, int row, int key)
    {
        double bias = source.Bias.Length > 0 ? source.Bias[source.BiasIndex(head, row, key)] : 0;
        return source.Shape.Alibi ? bias - (source.Shape.Slope(head) * Math.Abs(source.Position(row) - key)) : bias;
    }

    private static double Dot(ReadOnlySpan<float> query, ReadOnlySpan<float> key)
    {
        double sum = 0;
        for (int x = 0; x < query.Length; x++)
        {
            sum += (double)query[x] * key[x];
        }

        return sum;
    }
}
