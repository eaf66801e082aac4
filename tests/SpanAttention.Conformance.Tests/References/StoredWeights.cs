namespace SpanAttention.Conformance.Tests.References;

/// <summary>Weights as they come back from where a layer stores them.</summary>
public static class StoredWeights
{
    private const int Shared = 32;

    /// <summary>Weights of a tensor.</summary>
    /// <param name="weights">The tensor as given.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="layout">Its axes.</param>
    /// <param name="element">The number that they are stored as.</param>
    public static float[] Of(float[] weights, int outputs, WeightLayout layout, WeightElement element) => element switch
    {
        WeightElement.BFloat16 => [.. weights.Select(NearestBFloat16)],
        WeightElement.Int8 => InRuns(weights, outputs, layout),
        _ => weights,
    };

    /// <summary>The nearest number of a float's upper half: of the two neighbours the nearer one, and of two equally near ones the even.</summary>
    public static float NearestBFloat16(float element)
    {
        uint bits = BitConverter.SingleToUInt32Bits(element);
        uint below = bits & 0xFFFF0000;
        uint rest = bits & 0xFFFF;
        bool up = rest > 0x8000 || (rest == 0x8000 && (below & 0x10000) != 0);
        return float.IsNaN(element) ? element : BitConverter.UInt32BitsToSingle(up ? below + 0x10000 : below);
    }

    private static float[] InRuns(float[] weights, int outputs, WeightLayout layout)
    {
        float[] widened = new float[weights.Length];
        int inputs = outputs == 0 ? 0 : weights.Length / outputs;
        int Place(int output, int input) => layout == WeightLayout.InputByOutput ? (input * outputs) + output : (output * inputs) + input;
        for (int output = 0; output < outputs; output++)
        {
            foreach (int[] run in Enumerable.Range(0, inputs).Chunk(Shared))
            {
                int[] places = [.. run.Select(input => Place(output, input))];
                float scale = Scale(places.Max(place => Math.Abs(weights[place])));
                Array.ForEach(places, place => widened[place] = scale == 0 ? 0 : Units(weights[place] / scale) * scale);
            }
        }

        return widened;
    }

    // 16 significant bits: what 8 lower bits say is cut.
    private static float Scale(float largest) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(largest / 127) >> 8 << 8);

    private static sbyte Units(float quotient) => (sbyte)Math.Clamp(MathF.Round(quotient, MidpointRounding.ToEven), -127, 127);
}
