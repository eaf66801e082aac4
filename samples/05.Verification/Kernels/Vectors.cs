namespace Verification.Kernels;

/// <summary>What all kernels do with two vectors.</summary>
internal static class Vectors
{
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int x = 0; x < a.Length; x++)
        {
            sum += a[x] * b[x];
        }

        return sum;
    }

    /// <summary>sum += weight · value; nothing of a value whose weight is 0.</summary>
    public static void AddWeighted(float weight, ReadOnlySpan<float> value, Span<float> sum)
    {
        for (int x = 0; x < value.Length && weight != 0; x++)
        {
            sum[x] += weight * value[x];
        }
    }
}
