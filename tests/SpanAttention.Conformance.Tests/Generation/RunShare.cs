using System.Globalization;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>How many of the random declarations this run tries, in percent: all, unless the same tests run several times over, as they do for each vector width.</summary>
public static class RunShare
{
    private const string Variable = "SPANATTENTION_SHARE";
    private const int Whole = 100;

    private static readonly int Percent = Read();

    public static int Of(int count) => Math.Max(1, count * Percent / Whole);

    private static int Read()
    {
        string? text = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(text) ? Whole : Math.Clamp(int.Parse(text, CultureInfo.InvariantCulture), 1, Whole);
    }
}
