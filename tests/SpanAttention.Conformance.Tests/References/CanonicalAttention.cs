using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of scaled dot-product attention, one row at a time, as its page writes it.</summary>
public sealed class CanonicalAttention(CanonicalArithmetic arithmetic, AttentionShape shape) : IAttentionRoutine
{
    private const int TileLength = 64;

    private readonly CanonicalScores scores = new(arithmetic, shape);
    private readonly float exponentScale = ExponentScale(shape);
    private readonly float limit = Limit(ExponentScale(shape));
    private readonly float keepScale = (float)shape.KeepScale;

    /// <summary>Whether one query is declared: Forward then sums scores in 16 partial sums, where they divide the head dimension.</summary>
    public bool DeclaresOneQuery { get; init; }

    public AttentionResult Forward(AttentionInputs inputs)
    {
        CanonicalScores forwardScores = new(arithmetic, shape) { InPartialSums = DeclaresOneQuery };
        float[] context = new float[shape.Context(inputs.QueryLength).Length];
        List<float> logSumExp = [];
        foreach (AttentionRow row in AttentionRow.All(shape, inputs))
        {
            Statistics statistics = Attend(row, Logits(row, forwardScores));
            WriteContext(statistics, row.Context(context));
            logSumExp.Add(LogSumExp(statistics));
        }

        return new AttentionResult(context, [.. logSumExp]);
    }

    public CallGradients Backward(AttentionInputs inputs, float[] contextGradient) => new CanonicalBackward(arithmetic, shape).Backward(inputs, Forward(inputs), contextGradient);

    public float[] Weights(AttentionInputs inputs) => [.. AttentionRow.All(shape, inputs).SelectMany(Weights)];

    public float[] Scores(AttentionInputs inputs, ScoreStage stage) =>
        [.. from row in AttentionRow.All(shape, inputs)
            from key in Enumerable.Range(0, inputs.KeyLength)
            select scores.Staged(row, key, stage)];

    private static float ExponentScale(AttentionShape shape) =>
        (float)(shape.HasNaturalUnits ? CanonicalArithmetic.LogarithmOfE : shape.Scale * CanonicalArithmetic.LogarithmOfE);

    private static float Limit(float exponentScale)
    {
        if (exponentScale <= 1)
        {
            return float.MaxValue;
        }

        float limit = float.MaxValue / exponentScale;
        while (float.IsFinite(MathF.BitIncrement(limit) * exponentScale))
        {
            limit = MathF.BitIncrement(limit);
        }

        while (!float.IsFinite(limit * exponentScale))
        {
            limit = MathF.BitDecrement(limit);
        }

        return limit;
    }

    private float[] Logits(AttentionRow row, CanonicalScores from) =>
        [.. Enumerable.Range(0, row.Inputs.KeyLength).Select(key => Limited(from.Logit(row, key)))];

    private float Limited(float score)
    {
        float capped = score > limit ? limit : score;
        return capped < -limit ? -limit : capped;
    }

    private Statistics Attend(AttentionRow row, float[] logits)
    {
        Statistics statistics = Start(row);
        for (int start = 0; start < logits.Length; start += TileLength)
        {
            int end = Math.Min(start + TileLength, logits.Length);
            int[] visible = [.. Enumerable.Range(start, end - start).Where(key => row.IsVisible(key))];
            statistics = visible.Length == 0 ? statistics : AttendTile(row, logits, visible, statistics);
        }

        return statistics;
    }

    // A sink is a key seen first, whose value is nothing.
    private Statistics Start(AttentionRow row)
    {
        float[] context = new float[shape.ValueDim];
        if (!shape.Sinks)
        {
            return new Statistics(-limit, 0, context);
        }

        float sink = row.Inputs.Sinks[row.Head];
        return float.IsNaN(sink) ? new Statistics(-limit, sink, context) : new Statistics(Limited(sink), float.IsNegativeInfinity(sink) ? 0 : 1, context);
    }

    private Statistics AttendTile(AttentionRow row, float[] logits, int[] visible, Statistics before)
    {
        float maximum = before.Maximum;
        foreach (int key in visible)
        {
            maximum = logits[key] > maximum ? logits[key] : maximum;
        }

        float correction = IsFar(maximum)
            ? arithmetic.Exp2((before.Maximum - maximum) * exponentScale)
            : arithmetic.Exp2((before.Maximum * exponentScale) - (maximum * exponentScale));
        float sum = 0;
        float[] accumulator = new float[shape.ValueDim];
        foreach (int key in visible)
        {
            float power = Power(logits[key], maximum);
            sum += power;
            if (row.IsKept(key))
            {
                Accumulate(power, row.Value(key), accumulator);
            }
        }

        float[] context = new float[shape.ValueDim];
        for (int x = 0; x < context.Length; x++)
        {
            context[x] = arithmetic.MultiplyAdd(before.Context[x], correction, accumulator[x]);
        }

        return new Statistics(maximum, arithmetic.MultiplyAdd(before.Sum, correction, sum), context);
    }

    private void Accumulate(float power, ReadOnlySpan<float> value, float[] accumulator)
    {
        for (int x = 0; x < accumulator.Length; x++)
        {
            accumulator[x] = arithmetic.MultiplyAdd(power, value[x], accumulator[x]);
        }
    }

    private float Power(float logit, float maximum)
    {
        bool far = IsFar(maximum);
        float subtrahend = far ? maximum : 0;
        float offset = far ? 0 : maximum * exponentScale;
        return arithmetic.Exp2(arithmetic.MultiplyAdd(logit - subtrahend, exponentScale, -offset));
    }

    // Far from zero the rounding of maximum · scale would be felt, so the maximum is subtracted first.
    private bool IsFar(float maximum) => MathF.Abs(maximum * exponentScale) > arithmetic.Far;

    private void WriteContext(Statistics statistics, Span<float> context)
    {
        float reciprocal = Reciprocal(statistics.Sum);
        float factor = shape.Dropout ? reciprocal * keepScale : reciprocal;
        for (int x = 0; x < context.Length; x++)
        {
            context[x] = arithmetic.MultiplyAdd(statistics.Context[x], factor, 0);
        }
    }

    private float LogSumExp(Statistics statistics)
    {
        if (statistics.Sum == 0)
        {
            return float.NegativeInfinity;
        }

        float logarithm = arithmetic.Log2(statistics.Sum);
        return shape.HasNaturalUnits
            ? statistics.Maximum + (float)(logarithm * CanonicalArithmetic.LogTwo)
            : ((statistics.Maximum * exponentScale) + logarithm) * CanonicalArithmetic.LogTwo;
    }

    private float[] Weights(AttentionRow row)
    {
        float[] logits = Logits(row, scores);
        Statistics statistics = Attend(row, logits);
        float reciprocal = Reciprocal(statistics.Sum);
        return [.. logits.Select((logit, key) => row.IsVisible(key) ? Power(logit, statistics.Maximum) * reciprocal : 0)];
    }

    private static float Reciprocal(float sum) => sum == 0 ? 0 : 1 / sum;

    private sealed record Statistics(float Maximum, float Sum, float[] Context);
}
