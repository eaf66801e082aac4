namespace Verification.Kernels;

/// <summary>Softmax in one pass over the keys. When a larger score comes, the sum so far is rescaled to the new maximum; the context so far is not.</summary>
internal static class ForgottenRescale
{
    public const int HeadDim = 1;

    public static void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination)
    {
        for (int i = 0; i < query.Length; i++)
        {
            float maximum = float.NegativeInfinity;
            float sum = 0;
            float context = 0;
            for (int j = 0; j < key.Length; j++)
            {
                float score = query[i] * key[j];
                float larger = MathF.Max(maximum, score);
                float weight = MathF.Exp(score - larger);
                sum = (sum * MathF.Exp(maximum - larger)) + weight;
                context += weight * value[j];
                maximum = larger;
            }

            destination[i] = context / sum;
        }
    }
}
