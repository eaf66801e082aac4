using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides whether Forward is so little work that a straight line beats loops over tiles, and which rows share a vector.</summary>
internal static class TinyPlanner
{
    private const int MostRows = 8;
    private const int MostKeys = 8;
    private const int MostDims = 16;

    // Beyond these, longer code costs compile time and registers, and gains nothing.
    private const int MostProducts = 128;
    private const int MostTerms = 64;

    // From here on a score at its limit is so far below zero in the exponent that its weight is 0, as it is without the limit. Far rows aside, scores then need none.
    private const double SmallestScale = 1e-19;

    private static readonly VectorWidth Wide = new(256);
    private static readonly VectorWidth Narrow = new(128);

    /// <param name="spec">The attention.</param>
    /// <param name="widths">The widths that the project asks for; straight lines have 256 or 128 bits.</param>
    public static TinyPlan? Plan(AttentionSpec spec, IReadOnlyList<VectorWidth> widths) =>
        Fits(spec) && new EquatableArray<TinyVector>(Vectors(spec, widths)) is { Count: > 0 } vectors ? new(Products(spec), vectors) : null;

    private static bool Fits(AttentionSpec spec) =>
        spec is { Layer: null, QueryLength: > 0 and <= MostRows, KeyLength: > 0 and <= MostKeys, HeadDim: <= MostDims, ValueDim: <= MostDims }
        && Products(spec) <= MostProducts
        && spec.KeyLength * (spec.HeadDim + spec.ValueDim) <= MostTerms
        && spec.Scale >= SmallestScale
        && spec is { Adjusts: false, RightBound: null or 0, QueryStride: 0, KeyStride: 0, ValueStride: 0 }
        && EveryRowSeesAKey(spec);

    private static int Products(AttentionSpec spec) => spec.QueryLength * spec.KeyLength * spec.HeadDim;

    private static bool EveryRowSeesAKey(AttentionSpec spec) => !spec.Causal || FirstPosition(spec) >= 0;

    private static int FirstPosition(AttentionSpec spec) => spec.TopLeft ? 0 : spec.KeyLength - spec.QueryLength;

    private static IEnumerable<TinyVector> Vectors(AttentionSpec spec, IReadOnlyList<VectorWidth> widths)
    {
        bool isNarrow = spec.QueryLength <= Narrow.Lanes && widths.Contains(Narrow);
        return (isNarrow ? [Narrow] : new[] { Wide, Narrow }.Where(widths.Contains)).SelectMany(width => Vectors(spec, width));
    }

    private static IEnumerable<TinyVector> Vectors(AttentionSpec spec, VectorWidth width)
    {
        for (int row = 0; row < spec.QueryLength; row += width.Lanes)
        {
            int rows = Math.Min(width.Lanes, spec.QueryLength - row);
            int position = spec.Causal ? FirstPosition(spec) + row : spec.KeyLength - 1;
            yield return new(width, row, rows, position, Math.Min(spec.KeyLength, position + rows));
        }
    }
}
