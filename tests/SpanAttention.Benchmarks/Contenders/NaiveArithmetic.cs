using System.Runtime.CompilerServices;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>Plain loops.</summary>
internal readonly struct NaiveArithmetic : IRowArithmetic
{
    public static string Name => "naive loops";

    public static bool MayBeSkipped => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        float sum = 0;
        for (int x = 0; x < first.Length; x++)
        {
            sum += first[x] * second[x];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(Span<float> scores, float scale)
    {
        float maximum = float.NegativeInfinity;
        foreach (float score in scores)
        {
            maximum = MathF.Max(maximum, score * scale);
        }

        float sum = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            scores[j] = MathF.Exp((scores[j] * scale) - maximum);
            sum += scores[j];
        }

        for (int j = 0; j < scores.Length; j++)
        {
            scores[j] /= sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GeluTanh(Span<float> values)
    {
        for (int x = 0; x < values.Length; x++)
        {
            float value = values[x];
            values[x] = 0.5f * value * (1 + MathF.Tanh(0.7978845608f * (value + (0.044715f * value * value * value))));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(ReadOnlySpan<float> values, float weight, Span<float> sum)
    {
        for (int x = 0; x < sum.Length; x++)
        {
            sum[x] += weight * values[x];
        }
    }
}
