using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>Attention as the textbook has it, in double.</summary>
public sealed class DoubleAttention(AttentionShape shape) : IAttentionRoutine
{
    private readonly double[] slopes = AlibiSlopes.Of(shape.Heads);

    public AttentionResult Forward(AttentionInputs inputs)
    {
        float[] context = [.. Context(inputs).Select(value => (float)value)];
        float[] logSumExp = [.. LogSumExp(inputs).Select(value => (float)value)];
        return new AttentionResult(context, logSumExp);
    }

    public CallGradients Backward(AttentionInputs inputs, float[] contextGradient) => new DoubleBackward(shape).Backward(inputs, contextGradient);

    public float[] Weights(AttentionInputs inputs) =>
        [.. AttentionRow.All(shape, inputs).SelectMany(Weights).Select(weight => (float)weight)];

    public float[] Scores(AttentionInputs inputs, ScoreStage stage) =>
        [.. AttentionRow.All(shape, inputs).SelectMany(row => Scores(row, stage)).Select(score => (float)score)];

    public double[] Context(AttentionInputs inputs)
    {
        TokenTensor tensor = shape.Context(inputs.QueryLength);
        double[] context = new double[tensor.Length];
        foreach (AttentionRow row in AttentionRow.All(shape, inputs))
        {
            AddValues(row, Weights(row), context.AsSpan(tensor.Offset(row.Index, row.Head), shape.ValueDim));
        }

        return context;
    }

    public double[] LogSumExp(AttentionInputs inputs) => [.. AttentionRow.All(shape, inputs).Select(LogSumExp)];

    private void AddValues(AttentionRow row, double[] weights, Span<double> context)
    {
        for (int key = 0; key < weights.Length; key++)
        {
            for (int x = 0; x < context.Length && weights[key] != 0 && row.IsKept(key); x++)
            {
                context[x] += weights[key] * shape.KeepScale * row.Value(key)[x];
            }
        }
    }

    /// <summary>Weights of a row's keys, 0 for those that it does not see.</summary>
    internal double[] Weights(AttentionRow row)
    {
        double logSumExp = LogSumExp(row);
        return [.. Scores(row, ScoreStage.Masked).Select(score => double.IsNegativeInfinity(score) ? 0 : Math.Exp(score - logSumExp))];
    }

    /// <summary>The logarithm of a row's sum of exponentials, the sink's among them.</summary>
    internal double LogSumExp(AttentionRow row)
    {
        double[] scores = shape.Sinks ? [.. Scores(row, ScoreStage.Masked), row.Inputs.Sinks[row.Head]] : Scores(row, ScoreStage.Masked);
        double maximum = scores.Append(double.NegativeInfinity).Max();
        return double.IsNegativeInfinity(maximum) ? maximum : maximum + Math.Log(scores.Sum(score => Math.Exp(score - maximum)));
    }

    private double[] Scores(AttentionRow row, ScoreStage stage) =>
        [.. Enumerable.Range(0, row.Inputs.KeyLength).Select(key => Score(row, key, stage))];

    private double Score(AttentionRow row, int key, ScoreStage stage) => stage switch
    {
        ScoreStage.Raw => Dot(row.Query, row.Key(key)),
        ScoreStage.Scaled => Scaled(row, key),
        ScoreStage.Capped => Capped(Scaled(row, key)),
        _ => row.IsVisible(key) ? Capped(Scaled(row, key)) + row.Bias(key) - Penalty(row, key) : double.NegativeInfinity,
    };

    /// <summary>query · key · scale.</summary>
    internal double Scaled(AttentionRow row, int key) => Dot(row.Query, row.Key(key)) * shape.Scale;

    private double Capped(double score) => shape.SoftCap is { } cap ? cap * Math.Tanh(score / cap) : score;

    private double Penalty(AttentionRow row, int key) => shape.Alibi ? slopes[row.Head] * row.Distance(key) : 0;

    internal static double Dot(ReadOnlySpan<float> query, ReadOnlySpan<float> key)
    {
        double sum = 0;
        for (int x = 0; x < query.Length; x++)
        {
            sum += (double)query[x] * key[x];
        }

        return sum;
    }
}
