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
        float[] context = new float[inputs.QueryLength * shape.Heads * shape.ValueDim];
        float[] logSumExp = new float[shape.Heads * inputs.QueryLength];
        for (int head = 0; head < shape.Heads; head++)
        {
            for (int row = 0; row < inputs.QueryLength; row++)
            {
                Statistics statistics = Attend(inputs, head, row, RawScores(inputs, head, row, DeclaresOneQuery && shape.HeadDim % PartialSums == 0));
                int start = shape.Offset(row, head, inputs.QueryLength, shape.Heads, shape.ValueDim);
                WriteContext(statistics, context.AsSpan(start, shape.ValueDim));
                logSumExp[(head * inputs.QueryLength) + row] = LogSumExp(statistics);
            }
        }

        return new AttentionResult(context, logSumExp);
    }

    public float[] Weights(AttentionInputs inputs) => ForEachRow(inputs, WriteWeights);

    public float[] Scores(AttentionInputs inputs, ScoreStage stage) =>
        ForEachRow(inputs, (_, head, row, destination) => WriteScores(inputs, head, row, stage, destination));

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

    private delegate void RowWriter(AttentionInputs inputs, int head, int row, Span<float> destination);

    private float[] ForEachRow(AttentionInputs inputs, RowWriter write)
    {
        float[] result = new float[shape.Heads * inputs.QueryLength * inputs.KeyLength];
        for (int index = 0; index < shape.Heads * inputs.QueryLength; index++)
        {
            Span<float> destination = result.AsSpan(index * inputs.KeyLength, inputs.KeyLength);
            write(inputs, index / inputs.QueryLength, index % inputs.QueryLength, destination);
        }

        return result;
    }

    private float[] RawScores(AttentionInputs inputs, int head, int row, bool partialSums = false)
    {
        float[] scores = new float[inputs.KeyLength];
        int query = shape.Offset(row, head, inputs.QueryLength, shape.Heads, shape.HeadDim);
        for (int j = 0; j < inputs.KeyLength; j++)
        {
            int key = shape.Offset(j, shape.KeyValueHead(head), inputs.KeyLength, shape.KeyValueHeads, shape.HeadDim);
            ReadOnlySpan<float> querySpan = inputs.Query.AsSpan(query, shape.HeadDim);
            ReadOnlySpan<float> keySpan = inputs.Key.AsSpan(key, shape.HeadDim);
            scores[j] = partialSums ? FoldedDot(querySpan, keySpan) : Dot(querySpan, keySpan);
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

    private Statistics Attend(AttentionInputs inputs, int head, int row, float[] scores)
    {
        Statistics statistics = new(-limit, 0, new float[shape.ValueDim]);
        for (int start = 0; start < inputs.KeyLength; start += TileLength)
        {
            int end = Math.Min(start + TileLength, inputs.KeyLength);
            int[] visible = [.. Enumerable.Range(start, end - start).Where(key => shape.IsVisible(row, key, inputs.QueryLength, inputs.KeyCount))];
            statistics = AttendTile(inputs, head, scores, visible, statistics);
        }

        return statistics;
    }

    private Statistics AttendTile(AttentionInputs inputs, int head, float[] scores, int[] visible, Statistics before)
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
            int value = shape.Offset(key, shape.KeyValueHead(head), inputs.KeyLength, shape.KeyValueHeads, shape.ValueDim);
            Accumulate(power, inputs.Value.AsSpan(value, shape.ValueDim), accumulator);
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

    private void WriteWeights(AttentionInputs inputs, int head, int row, Span<float> destination)
    {
        float[] scores = RawScores(inputs, head, row);
        Statistics statistics = Attend(inputs, head, row, scores);
        float reciprocal = Reciprocal(statistics.Sum);
        for (int key = 0; key < destination.Length; key++)
        {
            bool visible = shape.IsVisible(row, key, inputs.QueryLength, inputs.KeyCount);
            destination[key] = visible ? Power(scores[key], statistics.Maximum) * reciprocal : 0;
        }
    }

    private void WriteScores(AttentionInputs inputs, int head, int row, ScoreStage stage, Span<float> destination)
    {
        float[] scores = RawScores(inputs, head, row);
        for (int key = 0; key < destination.Length; key++)
        {
            bool masked = stage == ScoreStage.Masked && !shape.IsVisible(row, key, inputs.QueryLength, inputs.KeyCount);
            float score = stage == ScoreStage.Raw ? scores[key] : scores[key] * (float)shape.Scale;
            destination[key] = masked ? float.NegativeInfinity : score;
        }
    }

    private static float Reciprocal(float sum) => sum == 0 ? 0 : 1 / sum;

    private sealed record Statistics(float Maximum, float Sum, float[] Context);
}
