namespace SpanAttention.Verification;

/// <summary>Sums of tensors and of bounds, place by place.</summary>
internal static class Bounds
{
    /// <summary>Of two results that both err.</summary>
    public static double[] Plus(this double[] bound, double[] other)
    {
        double[] sums = new double[bound.Length];
        for (int index = 0; index < sums.Length; index++)
        {
            sums[index] = bound[index] + other[index];
        }

        return sums;
    }

    /// <summary>Of so many results that err alike.</summary>
    public static double[] Times(this double[] bound, double factor) => Array.ConvertAll(bound, number => factor * number);

    /// <summary>Floats as doubles.</summary>
    public static double[] ToDouble(this float[] numbers) => Array.ConvertAll(numbers, static number => (double)number);
}
