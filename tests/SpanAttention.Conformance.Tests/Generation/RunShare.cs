using System.Globalization;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>
/// How many of the random declarations this run tries, in percent: all, unless the same tests run several times over, as they do for each vector width.
/// All of them are compiled nevertheless, so that runs of any share have one image.
/// </summary>
public static class RunShare
{
    private const string Variable = "SPANATTENTION_SHARE";
    private const int Whole = 100;

    private static readonly int Percent = Read();

    /// <summary>The first of these.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> trials) => [.. trials.Take(Math.Max(1, trials.Count * Percent / Whole))];

    private static int Read()
    {
        string? text = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(text) ? Whole : Math.Clamp(int.Parse(text, CultureInfo.InvariantCulture), 1, Whole);
    }
}
