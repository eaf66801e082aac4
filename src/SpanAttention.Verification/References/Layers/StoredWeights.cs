namespace SpanAttention.Verification;

/// <summary>Weights as they come back from where a layer stores them, as declared layers do (CanonicalOrder.md, "Projections").</summary>
internal static class StoredWeights
{
    private const int Shared = 32;
    private const float Largest = 127;

    /// <summary>The weights, rounded once.</summary>
    /// <param name="rows"><c>[outputs, inputs]</c>.</param>
    /// <param name="inputs">Inputs of an output.</param>
    /// <param name="element">Number format that they are stored in.</param>
    public static float[] Of(float[] rows, int inputs, WeightElement element) => element switch
    {
        WeightElement.BFloat16 => Array.ConvertAll(rows, ToBFloat16),
        WeightElement.Int8 => [.. rows.Chunk(inputs).SelectMany(static row => row.Chunk(Shared)).SelectMany(InUnits)],
        _ => rows,
    };

    // To nearest, and to the even one of two that are as near.
    private static float ToBFloat16(float weight)
    {
        uint bits = BitConverter.SingleToUInt32Bits(weight);
        return float.IsFinite(weight) ? BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000) : weight;
    }

    // A run's largest magnitude is 127 units, but for what is cut from a unit: it has 16 significant bits, so that its products are floats.
    private static IEnumerable<float> InUnits(float[] run)
    {
        float unit = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(run.Max(MathF.Abs) / Largest) & 0xFFFFFF00);
        return run.Select(weight => unit == 0 ? 0 : (sbyte)Math.Clamp(MathF.Round(weight / unit), -Largest, Largest) * unit);
    }
}
