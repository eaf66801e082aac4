namespace Verification.Kernels;

/// <summary>Takes keys four at a time. The last four may be fewer; the places left over have the score 0, not −∞, and take their share.</summary>
internal static class UnmaskedTail
{
    public const int HeadDim = 1;
    private const int Lanes = 4;

    public static void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination)
    {
        destination.Clear();
        for (int i = 0; i < query.Length; i++)
        {
            float[] weights = new float[(key.Length + Lanes - 1) / Lanes * Lanes];
            for (int j = 0; j < key.Length; j++)
            {
                weights[j] = query[i] * key[j];
            }

            Softmax.InPlace(weights);
            for (int j = 0; j < key.Length; j++)
            {
                destination[i] += weights[j] * value[j];
            }
        }
    }
}
