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
        [.. AttentionRow.All(shape, inputs).SelectMany(row => Softmax(Scores(row, ScoreStage.Masked))).Select(weight => (float)weight)];

    public float[] Scores(AttentionInputs inputs, ScoreStage stage) =>
        [.. AttentionRow.All(shape, inputs).SelectMany(row => Scores(row, stage)).Select(score => (float)score)];

    public double[] Context(AttentionInputs inputs)
    {
        TokenTensor tensor = shape.Context(inputs.QueryLength);
        double[] context = new double[tensor.Length];
        foreach (AttentionRow row in AttentionRow.All(shape, inputs))
        {
            AddValues(row, Softmax(Scores(row, ScoreStage.Masked)), context.AsSpan(tensor.Offset(row.Index, row.Head), shape.ValueDim));
        }

        return context;
    }

    public double[] LogSumExp(AttentionInputs inputs) =>
        [.. AttentionRow.All(shape, inputs).Select(row => LogSumExp(Scores(row, ScoreStage.Masked)))];

    private static void AddValues(AttentionRow row, double[] weights, Span<double> context)
    {
        for (int key = 0; key < weights.Length; key++)
        {
            for (int x = 0; x < context.Length && weights[key] != 0; x++)
            {
                context[x] += weights[key] * row.Value(key)[x];
            }
        }
    }

    private double[] Scores(AttentionRow row, ScoreStage stage) =>
        [.. Enumerable.Range(0, row.Inputs.KeyLength).Select(key => Score(row, key, stage))];

    private double Score(AttentionRow row, int key, ScoreStage stage) => stage switch
    {
        ScoreStage.Raw => Dot(row.Query, row.Key(key)),
        ScoreStage.Masked when !row.IsVisible(key) => double.NegativeInfinity,
        _ => Dot(row.Query, row.Key(key)) * shape.Scale,
    };

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
