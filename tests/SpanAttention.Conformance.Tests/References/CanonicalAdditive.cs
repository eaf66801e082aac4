using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of additive attention, one row at a time, as its page writes it.</summary>
public sealed class CanonicalAdditive(CanonicalArithmetic arithmetic, AdditiveDeclaration declaration)
{
    private const int TileLength = 64;
    private const float ExponentScale = (float)CanonicalArithmetic.LogarithmOfE;

    // The largest float whose product with log2 e is finite.
    private const float Limit = 2.35865744E+38f;

    public float[] Forward(AdditiveInputs inputs)
    {
        float[] contexts = new float[inputs.QueryLength * declaration.ValueDim];
        for (int row = 0; row < inputs.QueryLength; row++)
        {
            Statistics statistics = Attend(inputs, row, Scores(inputs, row));
            float reciprocal = Reciprocal(statistics.Sum);
            for (int x = 0; x < declaration.ValueDim; x++)
            {
                contexts[(row * declaration.ValueDim) + x] = arithmetic.MultiplyAdd(statistics.Context[x], reciprocal, 0);
            }
        }

        return contexts;
    }

    /// <summary>The natural logarithm of every row's sum of exponentials.</summary>
    public float[] LogSumExp(AdditiveInputs inputs)
    {
        float[] logarithms = new float[inputs.QueryLength];
        for (int row = 0; row < inputs.QueryLength; row++)
        {
            Statistics statistics = Attend(inputs, row, Scores(inputs, row));
            float exponent = statistics.Maximum * ExponentScale;
            logarithms[row] = statistics.Sum == 0 ? float.NegativeInfinity : (float)(exponent + arithmetic.Log2(statistics.Sum)) * CanonicalArithmetic.LogTwo;
        }

        return logarithms;
    }

    public float[] Weights(AdditiveInputs inputs)
    {
        float[] weights = new float[inputs.QueryLength * inputs.KeyLength];
        for (int row = 0; row < inputs.QueryLength; row++)
        {
            float[] scores = Scores(inputs, row);
            Statistics statistics = Attend(inputs, row, scores);
            float reciprocal = Reciprocal(statistics.Sum);
            for (int key = 0; key < inputs.KeyLength; key++)
            {
                weights[(row * inputs.KeyLength) + key] = inputs.IsVisible(row, key) ? Power(scores[key], statistics.Maximum) * reciprocal : 0;
            }
        }

        return weights;
    }

    private float[] Scores(AdditiveInputs inputs, int row)
    {
        float[] scores = new float[inputs.KeyLength];
        for (int key = 0; key < scores.Length; key++)
        {
            float score = 0;
            for (int x = 0; x < declaration.HeadDim; x++)
            {
                float tangent = arithmetic.Tanh(inputs.Query[(row * declaration.HeadDim) + x] + inputs.Key[(key * declaration.HeadDim) + x]);
                score = declaration.HasScale ? arithmetic.MultiplyAdd(inputs.Scale[x], tangent, score) : score + tangent;
            }

            scores[key] = score > Limit ? Limit : score < -Limit ? -Limit : score;
        }

        return scores;
    }

    private Statistics Attend(AdditiveInputs inputs, int row, float[] scores)
    {
        Statistics statistics = new(-Limit, 0, new float[declaration.ValueDim]);
        for (int start = 0; start < inputs.KeyLength; start += TileLength)
        {
            int[] visible = [.. Enumerable.Range(start, Math.Min(TileLength, inputs.KeyLength - start)).Where(key => inputs.IsVisible(row, key))];
            statistics = AttendTile(inputs, scores, visible, statistics);
        }

        return statistics;
    }

    private Statistics AttendTile(AdditiveInputs inputs, float[] scores, int[] visible, Statistics before)
    {
        float maximum = visible.Aggregate(before.Maximum, (largest, key) => scores[key] > largest ? scores[key] : largest);
        float correction = IsFar(maximum)
            ? arithmetic.Exp2((before.Maximum - maximum) * ExponentScale)
            : arithmetic.Exp2((before.Maximum * ExponentScale) - (maximum * ExponentScale));
        float sum = 0;
        float[] accumulator = new float[declaration.ValueDim];
        foreach (int key in visible)
        {
            float power = Power(scores[key], maximum);
            sum += power;
            for (int x = 0; x < accumulator.Length; x++)
            {
                accumulator[x] = arithmetic.MultiplyAdd(power, inputs.Value[(key * declaration.ValueDim) + x], accumulator[x]);
            }
        }

        float[] context = [.. accumulator.Select((element, x) => arithmetic.MultiplyAdd(before.Context[x], correction, element))];
        return new Statistics(maximum, arithmetic.MultiplyAdd(before.Sum, correction, sum), context);
    }

    private float Power(float score, float maximum)
    {
        bool far = IsFar(maximum);
        return arithmetic.Exp2(arithmetic.MultiplyAdd(score - (far ? maximum : 0), ExponentScale, far ? 0 : -(maximum * ExponentScale)));
    }

    private bool IsFar(float maximum) => MathF.Abs(maximum * ExponentScale) > arithmetic.Far;

    private static float Reciprocal(float sum) => sum == 0 ? 0 : 1 / sum;

    private sealed record Statistics(float Maximum, float Sum, float[] Context);
}
