using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of scaled dot-product attention, one row at a time, as its page writes it.</summary>
public sealed class CanonicalAttention(CanonicalArithmetic arithmetic, AttentionShape shape) : IAttentionRoutine
{
    private const int TileLength = 64;
    private const int PartialSums = 16;

    private readonly float exponentScale = (float)(shape.Scale * CanonicalArithmetic.LogarithmOfE);
    private readonly float limit = Limit((float)(shape.Scale * CanonicalArithmetic.LogarithmOfE));

    /// <summary>Whether one query is declared: Forward then sums scores in 16 partial sums, where they divide the head dimension.</summary>
    public bool DeclaresOneQuery { get; init; }

    public AttentionResult Forward(AttentionInputs inputs)
    {
        float[] context = new float[shape.Context(inputs.QueryLength).Length];
        List<float> logSumExp = [];
        foreach (AttentionRow row in AttentionRow.All(shape, inputs))
        {
            Statistics statistics = Attend(row, RawScores(row, DeclaresOneQuery && shape.HeadDim % PartialSums == 0));
            WriteContext(statistics, row.Context(context));
            logSumExp.Add(LogSumExp(statistics));
        }

        return new AttentionResult(context, [.. logSumExp]);
    }

    public float[] Weights(AttentionInputs inputs) => [.. AttentionRow.All(shape, inputs).SelectMany(Weights)];

    public float[] Scores(AttentionInputs inputs, ScoreStage stage) => [.. AttentionRow.All(shape, inputs).SelectMany(row => Scores(row, stage))];

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

    private float[] RawScores(AttentionRow row, bool partialSums = false)
    {
        float[] scores = new float[row.Inputs.KeyLength];
        for (int key = 0; key < scores.Length; key++)
        {
            scores[key] = partialSums ? FoldedDot(row.Query, row.Key(key)) : Dot(row.Query, row.Key(key));
        }

        return scores;
    }

    private float Dot(ReadOnlySpan<float> query, ReadOnlySpan<float> key)
    {
        float score = 0;
        for (int x = 0; x < query.Length; x++)
        {
            score = arithmetic.MultiplyAdd(query[x], key[x], score);
        }

        return score;
    }

    private float FoldedDot(ReadOnlySpan<float> query, ReadOnlySpan<float> key)
    {
        float[] partial = new float[PartialSums];
        for (int x = 0; x < query.Length; x++)
        {
            partial[x % PartialSums] = arithmetic.MultiplyAdd(query[x], key[x], partial[x % PartialSums]);
        }

        for (int half = PartialSums / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                partial[lane] += partial[lane + half];
            }
        }

        return partial[0];
    }

    private float Limited(float score)
    {
        float capped = score > limit ? limit : score;
        return capped < -limit ? -limit : capped;
    }

    private Statistics Attend(AttentionRow row, float[] scores)
    {
        Statistics statistics = new(-limit, 0, new float[shape.ValueDim]);
        for (int start = 0; start < scores.Length; start += TileLength)
        {
            int end = Math.Min(start + TileLength, scores.Length);
            int[] visible = [.. Enumerable.Range(start, end - start).Where(key => row.IsVisible(key))];
            statistics = visible.Length == 0 ? statistics : AttendTile(row, scores, visible, statistics);
        }

        return statistics;
    }

    private Statistics AttendTile(AttentionRow row, float[] scores, int[] visible, Statistics before)
    {
        float maximum = before.Maximum;
        foreach (int key in visible)
        {
            float score = Limited(scores[key]);
            maximum = score > maximum ? score : maximum;
        }

        float correction = IsFar(maximum)
            ? arithmetic.Exp2((before.Maximum - maximum) * exponentScale)
            : arithmetic.Exp2((before.Maximum * exponentScale) - (maximum * exponentScale));
        float sum = 0;
        float[] accumulator = new float[shape.ValueDim];
        foreach (int key in visible)
        {
            float power = Power(scores[key], maximum);
            sum += power;
            Accumulate(power, row.Value(key), accumulator);
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

    private float Power(float score, float maximum)
    {
        bool far = IsFar(maximum);
        float subtrahend = far ? maximum : 0;
        float offset = far ? 0 : maximum * exponentScale;
        return arithmetic.Exp2(arithmetic.MultiplyAdd(Limited(score) - subtrahend, exponentScale, -offset));
    }

    // Far from zero the rounding of maximum · scale would be felt, so the maximum is subtracted first.
    private bool IsFar(float maximum) => MathF.Abs(maximum * exponentScale) > arithmetic.Far;

    private void WriteContext(Statistics statistics, Span<float> context)
    {
        float reciprocal = Reciprocal(statistics.Sum);
        for (int x = 0; x < context.Length; x++)
        {
            context[x] = arithmetic.MultiplyAdd(statistics.Context[x], reciprocal, 0);
        }
    }

    private float LogSumExp(Statistics statistics) =>
        statistics.Sum == 0
            ? float.NegativeInfinity
            : ((statistics.Maximum * exponentScale) + arithmetic.Log2(statistics.Sum)) * CanonicalArithmetic.LogTwo;

    private float[] Weights(AttentionRow row)
    {
        float[] scores = RawScores(row);
        Statistics statistics = Attend(row, scores);
        float reciprocal = Reciprocal(statistics.Sum);
        return [.. scores.Select((score, key) => row.IsVisible(key) ? Power(score, statistics.Maximum) * reciprocal : 0)];
    }

    private float[] Scores(AttentionRow row, ScoreStage stage) => [.. RawScores(row).Select((score, key) => Staged(row, key, score, stage))];

    private float Staged(AttentionRow row, int key, float score, ScoreStage stage) => stage switch
    {
        ScoreStage.Raw => score,
        ScoreStage.Masked when !row.IsVisible(key) => float.NegativeInfinity,
        _ => score * (float)shape.Scale,
    };

    private static float Reciprocal(float sum) => sum == 0 ? 0 : 1 / sum;

    private sealed record Statistics(float Maximum, float Sum, float[] Context);
}
