using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides whether, and for how many query tokens, rows share one reading of keys and values. A layer takes no more tokens as rows: blocks of its tokens may be that short.</summary>
internal static class DecodePlanner
{
    // Beyond, a group of 16 rows in lanes costs less than keys in lanes row by row.
    private const int MostQueries = 8;
    private const int MostRows = 16;

    // Small heads take longer to compute than to read: asking cost 3 to 10 % there, as it did where all keys and values are near.
    private const int LeastDims = 32;
    private const int KeyTile = AttentionPlan.KeyTile;

    public static DecodePlan? Plan(AttentionSpec spec, int scratchLimit)
    {
        int group = spec.Heads / Math.Max(1, spec.KeyValueHeads);
        int queries = Math.Max(1, Math.Min(MostQueries, MostRows / group));
        bool isLayer = spec.Layer is not null;
        if (spec.Kind == DeclarationKind.SelfAttention || (spec.QueryLength > queries && !isLayer))
        {
            return null;
        }

        queries = spec.QueryLength == 0 || isLayer ? queries : spec.QueryLength;
        SharedKeys keys = isLayer ? SharedKeys.Grouped : spec.QueryLength == 1 && spec.HeadDim % DecodePlan.PartialSums == 0 ? SharedKeys.AlongHeadDim : SharedKeys.Transposed;
        DecodePlan plan = new(queries, queries * group, MostKeys(spec, queries), keys, MayWaitForKeys(spec), new("Shared", new(Regions(spec, keys))));
        return plan.ScratchLength <= scratchLimit ? plan : null;
    }

    /// <summary>Keys that are declared; aligned top left, those up to the last query's edge.</summary>
    private static int MostKeys(AttentionSpec spec, int queries)
    {
        int declared = spec.KeyLength == 0 || spec.Layer is { HasCache: true } ? KeyTile : spec.KeyLength;
        long seen = spec is { Kind: DeclarationKind.Attention, TopLeft: true, RightBound: { } right } ? (long)queries + right : KeyTile;
        return (int)Math.Min(Math.Min(KeyTile, declared), seen);
    }

    private static bool MayWaitForKeys(AttentionSpec spec) =>
        Math.Min(spec.HeadDim, spec.ValueDim) >= LeastDims && NearMemory.IsExceeded(spec);

    private static IEnumerable<Region> Regions(AttentionSpec spec, SharedKeys keys)
    {
        if (keys == SharedKeys.Transposed)
        {
            yield return new("keyLanes", "(KeyTile * HeadDim)", "[KeyTile / RowGroup, HeadDim, RowGroup]", (long)spec.HeadDim * KeyTile, FloatsOfRow: 0);
        }

        yield return Rows("queries", "HeadDim", spec.HeadDim);
        yield return Rows("scores", "KeyTile", KeyTile);
        yield return Rows("context", "ValueDim", spec.ValueDim);
        if (spec.HasPairs)
        {
            yield return Rows("bias", "KeyTile", KeyTile);
        }

        foreach (string statistic in new[] { "maximum", "sum", "rescale" })
        {
            yield return new(statistic, "SharedRows", "[SharedRows]", Floats: 0, FloatsOfRow: 1);
        }
    }

    private static Region Rows(string name, string width, int floats) => new(name, $"(SharedRows * {width})", $"[SharedRows, {width}]", Floats: 0, floats);
}
