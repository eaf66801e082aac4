namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Numbers with NaN behind them, which is felt where a call reads on.</summary>
internal static class Fenced
{
    private const int Fence = 16;

    public static ReadOnlyMemory<float> Memory(float[] numbers)
    {
        float[] fenced = [.. numbers, .. Enumerable.Repeat(float.NaN, Fence)];
        return fenced.AsMemory(0, numbers.Length);
    }
}
