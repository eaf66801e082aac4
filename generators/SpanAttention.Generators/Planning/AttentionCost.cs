using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Cost of one call of Forward where all lengths are declared.</summary>
internal static class AttentionCost
{
    /// <summary>A multiply-add for every head dimension and value dimension of a visible pair, and for every weight and token of a layer. Null where a length comes from the spans.</summary>
    public static decimal? Flops(DeclaredSpec spec) => spec is AttentionSpec attention ? Flops(attention) : null;

    private static decimal? Flops(AttentionSpec spec) => spec.QueryLength == 0 || spec.KeyLength == 0
        ? null
        : (2m * spec.Heads * ((decimal)spec.HeadDim + spec.ValueDim) * VisiblePairs(spec)) + Projections(spec);

    private static decimal Projections(AttentionSpec spec) => spec.Layer is null
        ? 0
        : 2m * spec.QueryLength * spec.Weights.Where(static tensor => tensor is { Declared: true, IsBias: false }).Sum(static tensor => (decimal)tensor.Elements);

    private static decimal VisiblePairs(AttentionSpec spec)
    {
        long offset = spec.TopLeft ? 0 : (long)spec.KeyLength - spec.QueryLength;
        decimal upToTheEdge = spec.RightBound is { } right ? PairsUpTo(spec, offset + right) : (decimal)spec.QueryLength * spec.KeyLength;
        return spec.LeftWindow is { } left ? Math.Max(0, upToTheEdge - PairsUpTo(spec, offset - left - 1)) : upToTheEdge;
    }

    /// <summary>Pairs of a row i and a key up to i + offset: none for the first rows, then a staircase, then all keys.</summary>
    private static decimal PairsUpTo(AttentionSpec spec, long offset)
    {
        long first = Math.Min(Math.Max(-offset, 0), spec.QueryLength);
        long full = Math.Min(Math.Max(spec.KeyLength - offset, first), spec.QueryLength);
        decimal stairs = full - first;
        return (stairs * (first + offset + 1)) + (stairs * (stairs - 1) / 2) + (((decimal)spec.QueryLength - full) * spec.KeyLength);
    }
}
