using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Scores of one key tile: the dot products of its keys with a block of queries.</summary>
internal static class ScoreTile
{
    public static TileMethod Create(AttentionPlan plan) => plan.ChunksQueries
        ? new(
            "ScoreTile",
            "ref float queries, ref float key, int dims, int keys, int rows, float limit, ref float scores",
            "ref queries, ref key, dims, keys, rows, limit, ref scores",
            "scores[j, i] += query_i · key_j over some of the head's dimensions, kept within ±limit.",
            (code, tile) => WriteBody(code, tile, "dims", chunked: true))
        : new(
            "ScoreTile",
            "ref float queries, ref float key, int keys, int rows, float limit, ref float scores",
            "ref queries, ref key, keys, rows, limit, ref scores",
            "scores[j, i] = query_i · key_j, kept within ±limit.",
            (code, tile) => WriteBody(code, tile, "HeadDim", chunked: false));

    private static void WriteBody(CodeWriter code, TilePlan tile, string dims, bool chunked)
    {
        code.Line($"{tile.Width.Type} bound = {tile.Width.Class}.Create(limit);");
        using (code.Block($"for (int row = 0; row < rows; row += {tile.Rows})"))
        {
            ColumnLoop.WriteVariable(code, "j", "keys", tile.ScoreColumns, columns => WriteTile(code, tile, columns, dims, chunked));
        }
    }

    private static void WriteTile(CodeWriter code, TilePlan tile, int columns, string dims, bool chunked)
    {
        code.Line("ref float score = ref Unsafe.Add(ref scores, (j * QueryBlock) + row);");
        RegisterTile register = new(
            tile.Width, tile.Vectors, columns, "score", dims,
            Lanes: "Unsafe.Add(ref queries, row)", LaneStride: "QueryBlock",
            Scalars: "Unsafe.Add(ref key, (nint)j * KeyTokenStride)", ColumnStride: "KeyTokenStride", StepStride: "1")
        {
            Earlier = chunked ? "score" : "",
        };
        register.Write(code);
        register.ForEachSum((column, vector, sum) =>
            code.Line($"Lanes.Clamp({sum}, bound).StoreUnsafe({register.At("score", "QueryBlock", column, vector)});"));
    }
}
