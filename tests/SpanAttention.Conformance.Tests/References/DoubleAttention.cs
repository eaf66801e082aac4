using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>Attention as the textbook has it, in double.</summary>
public sealed class DoubleAttention(AttentionShape shape) : IAttentionRoutine
{
    public AttentionResult Forward(AttentionInputs inputs)
    {
        float[] context = [.. Context(inputs).Select(value => (float)value)];
        float[] logSumExp = [.. LogSumExp(inputs).Select(value => (float)value)];
        return new AttentionResult(context, logSumExp);
    }

    public float[] Weights(AttentionInputs inputs) =>
        [.. Rows(inputs).SelectMany(row => Softmax(Scores(inputs, row.Head, row.Index, ScoreStage.Masked))).Select(weight => (float)weight)];

    public float[] Scores(AttentionInputs inputs, ScoreStage stage) =>
        [.. Rows(inputs).SelectMany(row => Scores(inputs, row.Head, row.Index, stage)).Select(score => (float)score)];

    public double[] Context(AttentionInputs inputs)
    {
        double[] context = new double[inputs.QueryLength * shape.Heads * shape.ValueDim];
        foreach ((int head, int row) in Rows(inputs))
        {
            double[] weights = Softmax(Scores(inputs, head, row, ScoreStage.Masked));
            int start = shape.Offset(row, head, inputs.QueryLength, shape.Heads, shape.ValueDim);
            for (int key = 0; key < weights.Length; key++)
            {
                int value = shape.Offset(key, shape.KeyValueHead(head), inputs.KeyLength, shape.KeyValueHeads, shape.ValueDim);
                for (int x = 0; x < shape.ValueDim && weights[key] != 0; x++)
                {
                    context[start + x] += weights[key] * inputs.Value[value + x];
                }
            }
        }

        return context;
    }

    public double[] LogSumExp(AttentionInputs inputs) =>
        [.. Rows(inputs).Select(row => LogSumExp(Scores(inputs, row.Head, row.Index, ScoreStage.Masked)))];

    private IEnumerable<(int Head, int Index)> Rows(AttentionInputs inputs) =>
        from head in Enumerable.Range(0, shape.Heads)
        from row in Enumerable.Range(0, inputs.QueryLength)
        select (head, row);

    private double[] Scores(AttentionInputs inputs, int head, int row, ScoreStage stage)
    {
        double[] scores = new double[inputs.KeyLength];
        int query = shape.Offset(row, head, inputs.QueryLength, shape.Heads, shape.HeadDim);
        for (int key = 0; key < scores.Length; key++)
        {
            bool masked = stage == ScoreStage.Masked && !shape.IsVisible(row, key, inputs.QueryLength, inputs.KeyCount);
            int start = shape.Offset(key, shape.KeyValueHead(head), inputs.KeyLength, shape.KeyValueHeads, shape.HeadDim);
            double dot = Dot(inputs.Query.AsSpan(query, shape.HeadDim), inputs.Key.AsSpan(start, shape.HeadDim));
            scores[key] = masked ? double.NegativeInfinity : stage == ScoreStage.Raw ? dot : dot * shape.Scale;
        }

        return scores;
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

    private static double LogSumExp(double[] scores)
    {
        double maximum = scores.Append(double.NegativeInfinity).Max();
        return double.IsNegativeInfinity(maximum) ? maximum : maximum + Math.Log(scores.Sum(score => Math.Exp(score - maximum)));
    }

    private static double[] Softmax(double[] scores)
    {
        double logSumExp = LogSumExp(scores);
        return double.IsNegativeInfinity(logSumExp) ? new double[scores.Length] : [.. scores.Select(score => Math.Exp(score - logSumExp))];
    }
}
