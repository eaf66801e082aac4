namespace SpanAttention.Tests;

/// <summary>Layers with weights that differ from element to element.</summary>
internal static class Layers
{
    public static SmallLayer Small() => new(new SmallLayer.Weights
    {
        Query = Ramp(24), Key = Ramp(24), Value = Ramp(24), Output = Ramp(36), QueryBias = Ramp(6), KeyBias = Ramp(6), ValueBias = Ramp(6), OutputBias = Ramp(6),
    });

    public static CrossLayer Cross() => new(new CrossLayer.Weights { Query = Ramp(24), Key = Ramp(18), Value = Ramp(30) });

    public static float[] Ramp(int length) => [.. Enumerable.Range(0, length).Select(static i => ((i * 7 % 11) - 5) / 8f)];
}
