using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Analyzers;

/// <summary>View of a span as the source shows it: whose memory it is, where in it, and how long.</summary>
/// <param name="Root">The variable that holds the memory; null where that is not visible.</param>
/// <param name="Start">Elements before it within the root; null where that is not constant.</param>
/// <param name="Length">Its elements; null where that is not constant.</param>
internal sealed record SpanView(ISymbol? Root, int? Start, int? Length)
{
    public static readonly SpanView Unknown = new(null, null, null);

    public static SpanView Created(int? length) => new(null, 0, length);

    /// <summary>Some elements of it: from a start to a length, or to the end where there is none.</summary>
    public SpanView Slice(int? start, int? length) => new(Root, Start + start, length);
}
