namespace Verification.Kernels;

/// <summary>Lets every token see the one after it.</summary>
internal static class OffByOneCausal
{
    public const int HeadDim = 1;

    public static void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination)
    {
        int keys = key.Length / HeadDim;
        destination.Clear();
        for (int i = 0; i < query.Length / HeadDim; i++)
        {
            float[] weights = new float[Math.Min(i + 2, keys)]; // i + 1 of them lie behind or at i
            for (int j = 0; j < weights.Length; j++)
            {
                weights[j] = Vectors.Dot(query.Slice(i * HeadDim, HeadDim), key.Slice(j * HeadDim, HeadDim));
            }

            Softmax.InPlace(weights);
            for (int j = 0; j < weights.Length; j++)
            {
                Vectors.AddWeighted(weights[j], value.Slice(j * HeadDim, HeadDim), destination.Slice(i * HeadDim, HeadDim));
            }
        }
    }
}
