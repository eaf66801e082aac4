using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Scores of one key tile for the query rows that share it: <c>[rows, KeyTile]</c>, keys in lanes.</summary>
/// <remarks>One sum at a time: a tangent is some thirty operations, and those of the next dimensions wait for none of this one's.</remarks>
internal static class AdditiveScores
{
    public static Step Create(AttentionSpec spec, AdditivePlan plan)
    {
        bool scaled = spec.Additive!.HasScale;
        return new(
            "AdditiveScores",
            new()
            {
                { "ref float", "query" },
                { "ref float", "key" },
                { "int", "keys" },
                { "int", "rows" },
                { "ref float", "scale", scaled },
                { "ref float", "keyLanes" },
                { "ref float", "scores" },
            },
            $"scores[i, j] = Σ_x {(scaled ? "scale_x · " : "")}tanh(query_i,x + key_j,x); keys are transposed first.",
            (code, tile) =>
            {
                if (plan.KeyChunk < spec.HeadDim)
                {
                    WriteChunks(code, tile.Width, scaled);
                }
                else
                {
                    WriteRows(code, tile.Width, scaled);
                }
            });
    }

    private static void WriteRows(CodeWriter code, VectorWidth width, bool scaled)
    {
        code.Line("""
            Transpose.ToGroups(ref key, HeadDim, keys, HeadDim, ref keyLanes, KeyChunk * RowGroup);
            """);
        WriteLoops(code, width, "query", "HeadDim", scaled ? "scale" : "", "default");
    }

    /// <summary>Keys too wide for scratch go chunk by chunk; a sum goes on where the chunk before left it.</summary>
    private static void WriteChunks(CodeWriter code, VectorWidth width, bool scaled)
    {
        code.Line("MemoryMarshal.CreateSpan(ref scores, rows * KeyTile).Clear();");
        using (code.Block("for (int start = 0; start < HeadDim; start += KeyChunk)"))
        {
            code.Line("""
                int dims = Math.Min(KeyChunk, HeadDim - start);
                ref float chunkQuery = ref Floats.At(ref query, start);
                """);
            if (scaled)
            {
                code.Line("ref float chunkScale = ref Floats.At(ref scale, start);");
            }

            code.Line("Transpose.ToGroups(ref Floats.At(ref key, start), HeadDim, keys, dims, ref keyLanes, KeyChunk * RowGroup);");
            WriteLoops(code, width, "chunkQuery", "dims", scaled ? "chunkScale" : "", $"{width.Operations}.Load(ref score, 0)");
        }
    }

    private static void WriteLoops(CodeWriter code, VectorWidth width, string query, string dims, string scale, string start)
    {
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"ref float rowQuery = ref Floats.At(ref {query}, row * HeadDim);");
            using (code.Block($"for (int j = 0; j < keys; j += {width.Lanes})"))
            {
                code.Line($"""
                    ref float lanes = ref Floats.At(ref keyLanes, {Groups.Vector(width, "j", "KeyChunk")});
                    ref float score = ref Floats.At(ref scores, (row * KeyTile) + j);
                    {width.Type} sum = {start};
                    """);
                using (code.Block($"for (int x = 0; x < {dims}; x++)"))
                {
                    code.Line($"{width.Type} tangent = HyperbolicTangent.Tanh({width.Operations}.Broadcast(ref rowQuery, x) + {width.Operations}.Load(ref lanes, x * RowGroup));");
                    code.Line(scale.Length > 0 ? $"sum = {width.Operations}.MultiplyAdd({width.Operations}.Broadcast(ref {scale}, x), tangent, sum);" : "sum += tangent;");
                }

                code.Line();
                code.Line($"{width.Operations}.Store(sum, ref score, 0);");
            }
        }
    }
}
