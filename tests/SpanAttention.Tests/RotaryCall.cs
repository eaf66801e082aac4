using SpanAttention.Primitives;

namespace SpanAttention.Tests;

/// <summary>The arguments of one rotary embedding: random heads at random positions, angles of base 10000.</summary>
internal sealed record RotaryCall(RotaryLayout Layout, float[] X, float[] Cos, float[] Sin, int[] Positions, int Heads, int HeadDim, int RotaryDim)
{
    public RotaryCall(RotaryLayout layout, int tokens, int heads, int headDim, int rotaryDim, int maxPositions)
        : this(layout, new float[tokens * heads * headDim], new float[maxPositions * rotaryDim / 2], new float[maxPositions * rotaryDim / 2], new int[tokens], heads, headDim, rotaryDim)
    {
        Random random = new(tokens + headDim + rotaryDim);
        foreach (ref float element in X.AsSpan())
        {
            element = (random.NextSingle() * 2) - 1;
        }

        foreach (ref int position in Positions.AsSpan())
        {
            position = random.Next(maxPositions);
        }

        float[] frequencies = [.. Enumerable.Range(0, rotaryDim / 2).Select(i => (float)Math.Pow(10000, -2.0 * i / rotaryDim))];
        for (int position = 0; position < maxPositions; position++)
        {
            RotaryAngles.Fill(position, frequencies, Cos.AsSpan(position * frequencies.Length), Sin.AsSpan(position * frequencies.Length));
        }
    }

    public void Apply(float[] destination) => RotaryEmbedding.Apply(X, Cos, Sin, Positions, Layout, Heads, HeadDim, RotaryDim, destination);
}
