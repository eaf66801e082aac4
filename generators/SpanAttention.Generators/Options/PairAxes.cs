using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Options;

/// <summary>The axes of a tensor over pairs of query and key.</summary>
internal enum PairAxes
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>[key tokens].</summary>
    Keys,

    /// <summary>[query tokens, key tokens].</summary>
    QueryKeys,

    /// <summary>[heads, query tokens, key tokens].</summary>
    HeadQueryKeys,
}

/// <summary>Axes over pairs in words and as axes.</summary>
internal static class PairAxesText
{
    public static string Words(this PairAxes axes) => axes switch
    {
        PairAxes.Keys => "keys",
        PairAxes.QueryKeys => "queries and keys",
        _ => "heads, queries and keys",
    };

    public static IEnumerable<Axis> Of(this PairAxes axes, Axis heads, Axis queries, Axis keys) => axes switch
    {
        PairAxes.Keys => [keys],
        PairAxes.QueryKeys => [queries, keys],
        _ => [heads, queries, keys],
    };
}
