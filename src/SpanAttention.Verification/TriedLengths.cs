using System.Globalization;

namespace SpanAttention.Verification;

/// <summary>The longest lengths that were tried.</summary>
internal sealed class TriedLengths
{
    private readonly Dictionary<string, int> longest = [];

    /// <summary>Counts a case.</summary>
    /// <param name="lengths">What there is how many of.</param>
    public void Add(IEnumerable<(string Noun, int Length)> lengths)
    {
        foreach ((string noun, int length) in lengths)
        {
            longest[noun] = Math.Max(length, longest.GetValueOrDefault(noun));
        }
    }

    /// <summary>Counts what was tried elsewhere.</summary>
    public void Add(TriedLengths other) => Add(other.longest.Select(static entry => (entry.Key, entry.Value)));

    /// <summary>Such as <c>up to 1,025 keys, 257 queries</c>.</summary>
    public override string ToString() =>
        longest.Count == 0 ? "nothing" : $"up to {string.Join(", ", longest.Select(static entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Value:N0} {entry.Key}")))}";
}
