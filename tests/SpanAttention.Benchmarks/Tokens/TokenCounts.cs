using System.Globalization;

namespace SpanAttention.Benchmarks.Tokens;

/// <summary>Numbers of tokens that a layer is timed with.</summary>
internal static class TokenCounts
{
    public const int Most = 256;

    /// <summary>Each of few, what lies on both sides of a block of 64 rows, and some of many.</summary>
    public static IReadOnlyList<int> Chosen { get; } = [.. Enumerable.Range(1, 16), 24, 32, 48, 63, 64, 65, 80, 96, 127, 128, 129, 160, 192, Most];

    public static IReadOnlyList<int> Parse(string text) => text == "all"
        ? [.. Enumerable.Range(1, Most)]
        : [.. text.Split(',').Select(Count).Distinct().Order()];

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= Most
            ? count
            : throw new UsageException($"--tokens takes all, or counts of 1 to {Most} such as 8,9,64, not {text}");
}
