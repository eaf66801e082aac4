using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides whether, and for how many query tokens, rows share one reading of keys and values.</summary>
internal static class DecodePlanner
{
    // Beyond, a group of 16 rows in lanes costs less than keys in lanes row by row.
    private const int MostQueries = 8;
    private const int MostRows = 16;
    private const int KeyTile = AttentionPlan.KeyTile;

    public static DecodePlan? Plan(AttentionSpec spec, int scratchLimit)
    {
        int group = spec.Heads / Math.Max(1, spec.KeyValueHeads);
        int queries = Math.Max(1, Math.Min(MostQueries, MostRows / group));
        if (spec.Kind == AttentionKind.SelfAttention || spec.QueryLength > queries)
        {
            return null;
        }

        queries = spec.QueryLength == 0 ? queries : spec.QueryLength;
        bool along = spec is { QueryLength: 1, Kind: AttentionKind.Attention } && spec.HeadDim % DecodePlan.PartialSums == 0;
        int rows = queries * group;
        long length = Scratch(spec, rows, along);
        return length <= scratchLimit ? new(queries, rows, along, (int)length) : null;
    }

    private static long Scratch(AttentionSpec spec, long rows, bool along)
    {
        long keys = along ? 0 : (long)spec.HeadDim * KeyTile;
        return keys + (rows * (spec.HeadDim + (spec.HasPairs ? 2 * KeyTile : KeyTile) + (long)spec.ValueDim + DecodePlan.Statistics));
    }
}
