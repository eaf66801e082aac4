namespace Verification.Kernels;

/// <summary>Hides later keys with a large negative score, and scales only then: what was far below every score comes near.</summary>
internal static class ScaleAfterMask
{
    public const int HeadDim = 2;
    public const double Scale = 0.001;
    private const float Hidden = -10_000;

    public static void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination)
    {
        float[] weights = new float[key.Length / HeadDim];
        destination.Clear();
        for (int i = 0; i < query.Length / HeadDim; i++)
        {
            for (int j = 0; j < weights.Length; j++)
            {
                weights[j] = j <= i ? Vectors.Dot(query.Slice(i * HeadDim, HeadDim), key.Slice(j * HeadDim, HeadDim)) : Hidden;
                weights[j] *= (float)Scale;
            }

            Softmax.InPlace(weights);
            for (int j = 0; j < weights.Length; j++)
            {
                Vectors.AddWeighted(weights[j], value.Slice(j * HeadDim, HeadDim), destination.Slice(i * HeadDim, HeadDim));
            }
        }
    }
}
