namespace Compress;

/// <summary>Tokens of a text in segments, each packed for itself, so that several can be unpacked at a time. The last one may be shorter.</summary>
/// <param name="Tokens">Tokens of all segments, one after the other.</param>
internal readonly record struct Segments(Memory<int> Tokens)
{
    /// <summary>Tokens of a segment.</summary>
    public const int Length = 4096;

    /// <summary>Segments that there are.</summary>
    public int Count => CountOf(Tokens.Length);

    /// <summary>Segments of so many tokens.</summary>
    public static int CountOf(int tokens) => (int)(((long)tokens + Length - 1) / Length);

    /// <summary>The tokens of a segment.</summary>
    public Span<int> this[int segment] => Tokens.Span[(segment * Length)..Math.Min(Tokens.Length, (segment + 1) * Length)];

    /// <summary>Neighbouring segments.</summary>
    public Segments Slice(int start, int count) => new(Tokens[(start * Length)..Math.Min(Tokens.Length, (start + count) * Length)]);

    /// <summary>Segments that are longer than so many tokens: the first ones, as only the last may be shorter.</summary>
    public int LongerThan(int tokens) => Tokens.IsEmpty || tokens >= Length ? 0 : this[Count - 1].Length > tokens ? Count : Count - 1;
}
