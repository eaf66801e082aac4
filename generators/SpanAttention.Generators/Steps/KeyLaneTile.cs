using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Sums over dimensions for each row and each key of a tile, <c>[rows, KeyTile]</c>: keys are transposed into lanes first, as many dimensions at a time as scratch has room for.</summary>
/// <param name="Rows">The variable that refers to the first row: <c>query</c>.</param>
/// <param name="Keys">The variable that refers to the first key: <c>key</c>.</param>
/// <param name="Dims">The constant for the dimensions of both: <c>HeadDim</c>.</param>
/// <param name="Chunk">The constant for those that are in scratch at once; null where scratch has room for all.</param>
/// <param name="ChunkStride">The constant for the dimensions that scratch has room for.</param>
/// <param name="Sums">The variable that refers to the sums: <c>scores</c>.</param>
/// <param name="Place">The variable for the place of one vector of them: <c>score</c>.</param>
/// <param name="Scale">The variable that refers to one factor a dimension; empty without.</param>
internal sealed record KeyLaneTile(string Rows, string Keys, string Dims, string? Chunk, string ChunkStride, string Sums, string Place, string Scale = "")
{
    /// <summary>The statements that add a dimension to <c>sum</c>, from the row's number, the keys' and, where there is one, the reference to the dimensions' factors.</summary>
    public Func<VectorWidth, (string Row, string Lanes, string Scale), string> Add { get; init; } = static (_, _) => "";

    public void Write(CodeWriter code, VectorWidth width)
    {
        if (Chunk is null)
        {
            code.Line($"Transpose.ToGroups(ref {Keys}, {Dims}, keys, {Dims}, ref keyLanes, {ChunkStride} * RowGroup);");
            WriteLoops(code, width, Rows, Dims, Scale, "default");
        }
        else
        {
            WriteChunks(code, width);
        }
    }

    /// <summary>Keys too wide for scratch go chunk by chunk; a sum goes on where the chunk before left it.</summary>
    private void WriteChunks(CodeWriter code, VectorWidth width)
    {
        string rows = $"chunk{Casing.Pascal(Rows)}";
        code.Line($"MemoryMarshal.CreateSpan(ref {Sums}, rows * KeyTile).Clear();");
        using (code.Block($"for (int start = 0; start < {Dims}; start += {Chunk})"))
        {
            code.Line($"""
                int dims = Math.Min({Chunk}, {Dims} - start);
                ref float {rows} = ref Floats.At(ref {Rows}, start);
                """);
            if (Scale.Length > 0)
            {
                code.Line($"ref float chunkScale = ref Floats.At(ref {Scale}, start);");
            }

            code.Line($"Transpose.ToGroups(ref Floats.At(ref {Keys}, start), {Dims}, keys, dims, ref keyLanes, {ChunkStride} * RowGroup);");
            WriteLoops(code, width, rows, "dims", Scale.Length > 0 ? "chunkScale" : "", $"{width.Operations}.Load(ref {Place}, 0)");
        }
    }

    private void WriteLoops(CodeWriter code, VectorWidth width, string rows, string dims, string scale, string start)
    {
        string row = $"row{Casing.Pascal(Rows)}";
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"ref float {row} = ref Floats.At(ref {rows}, row * {Dims});");
            using (code.Block($"for (int j = 0; j < keys; j += {width.Lanes})"))
            {
                code.Line($"""
                    ref float lanes = ref Floats.At(ref keyLanes, {Groups.Vector(width, "j", ChunkStride)});
                    ref float {Place} = ref Floats.At(ref {Sums}, (row * KeyTile) + j);
                    {width.Type} sum = {start};
                    """);
                using (code.Block($"for (int x = 0; x < {dims}; x++)"))
                {
                    code.Line(Add(width, ($"{width.Operations}.Broadcast(ref {row}, x)", $"{width.Operations}.Load(ref lanes, x * RowGroup)", scale)));
                }

                code.Line();
                code.Line($"{width.Operations}.Store(sum, ref {Place}, 0);");
            }
        }
    }
}
