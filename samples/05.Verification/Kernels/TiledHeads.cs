namespace Verification.Kernels;

/// <summary>Shares key/value heads in turns, 0 1 0 1, where grouped-query attention repeats each for the heads beside each other, 0 0 1 1.</summary>
internal static class TiledHeads
{
    public const int Heads = 4;
    public const int KeyValueHeads = 2;

    public static void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination)
    {
        float[] weights = new float[key.Length / KeyValueHeads];
        destination.Clear();
        for (int row = 0; row < query.Length; row++)
        {
            int shared = row % Heads % KeyValueHeads;
            for (int j = 0; j < weights.Length; j++)
            {
                weights[j] = query[row] * key[(j * KeyValueHeads) + shared];
            }

            Softmax.InPlace(weights);
            for (int j = 0; j < weights.Length; j++)
            {
                destination[row] += weights[j] * value[(j * KeyValueHeads) + shared];
            }
        }
    }
}
