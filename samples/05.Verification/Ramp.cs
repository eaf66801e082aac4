namespace Verification;

/// <summary>Weights that differ from element to element.</summary>
internal static class Ramp
{
    public static float[] Of(int length) => [.. Enumerable.Range(0, length).Select(static index => ((index * 7 % 11) - 5) / 8f)];
}
