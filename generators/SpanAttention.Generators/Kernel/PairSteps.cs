using SpanAttention.Generators.Options;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Kernel;

/// <summary>The paragraphs that read the caller's tensors over pairs of query and key: mask, bias and the dropout's keep-mask.</summary>
internal static class PairSteps
{
    /// <summary>Writes where a block's rows start in the caller's tensors.</summary>
    public static void WriteBlockStarts(KernelWriter code, AttentionSpec spec, bool withDropout)
    {
        foreach (Tensor tensor in spec.QueryTensors)
        {
            code.Line($"MemoryMarshal.CreateReadOnlySpan(ref Floats.At(ref operands.{tensor.Field}, {FirstRow(spec)}), rows).CopyTo(MemoryMarshal.CreateSpan(ref {tensor.Name}, rows));");
        }

        WriteStart(code, spec, PairOperand.Mask(spec));
        WriteStart(code, spec, PairOperand.Bias(spec));
        if (withDropout && spec.Has<Dropout>())
        {
            WriteStart(code, spec, PairOperand.Keep);
        }
    }

    /// <summary>Names tensors of a float a query, for the few rows that share a key/value head.</summary>
    public static void WriteSharedStarts(KernelWriter code, AttentionSpec spec)
    {
        foreach (Tensor tensor in spec.QueryTensors)
        {
            code.Line($"ref float {tensor.Name} = ref {(spec.Layer is null ? $"operands.{tensor.Field}" : $"Floats.At(ref operands.{tensor.Field}, operands.FirstRow)")};");
        }
    }

    /// <summary>Transposes the tile's part of them into lanes, before the scores are summed: rows are made ready where scores will lie.</summary>
    public static void WriteTiles(KernelWriter code, AttentionSpec spec, KeyTiles tiles, bool withDropout)
    {
        if (spec.HasPairs)
        {
            code.Line(spec.MaskAxes == PairAxes.None
                ? $"""
                  // bias[j, i] = bias of row i and key j
                  Transpose.ToGroups({tiles.OfRow("headBias")}, operands.KeyLength, rows, keys, ref bias, KeyTile * RowGroup);
                  """
                : $"""
                  // bias[j, i] = {(spec.BiasAxes == PairAxes.None ? "0" : "bias of row i and key j")}, −∞ where the mask hides key j from row i
                  {Fill(spec, operand => tiles.OfRow(operand.Name), "rows", "ref scores")}
                  Transpose.ToGroups(ref scores, KeyTile, rows, keys, ref bias, KeyTile * RowGroup);
                  """);
        }

        if (withDropout && spec.Has<Dropout>())
        {
            code.Line($"""
                // dropped[j, i] = −∞ where key j's weight is not kept for row i
                PairRows.Fill({tiles.OfRow("headKeep")}, operands.KeyLength, rows, keys, ref scores, KeyTile);
                Transpose.ToGroups(ref scores, KeyTile, rows, keys, ref dropped, KeyTile * RowGroup);
                """);
        }

        if (spec.HasPairs || (withDropout && spec.Has<Dropout>()))
        {
            code.Line();
        }
    }

    /// <summary>The same for the few rows that share a key/value head, which lie along the keys.</summary>
    public static void WriteSharedTile(KernelWriter code, AttentionSpec spec)
    {
        if (!spec.HasPairs)
        {
            return;
        }

        code.Line($"// bias[i, j] = {(spec.BiasAxes == PairAxes.None ? "0" : "bias of row i and key j")}{(spec.MaskAxes == PairAxes.None ? "" : ", −∞ where the mask hides key j from row i")}");
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            WriteHeadAndRow(code);
            code.Line(spec.MaskAxes == PairAxes.None
                ? $"MemoryMarshal.CreateReadOnlySpan({SharedTile(spec, PairOperand.Bias(spec))}, keys).CopyTo(MemoryMarshal.CreateSpan(ref Floats.At(ref bias, row * KeyTile), keys));"
                : Fill(spec, operand => SharedTile(spec, operand), "1", "ref Floats.At(ref bias, row * KeyTile)"));
        }

        code.Line();
    }

    /// <summary>Weights that dropout leaves out, of the few rows that share a key/value head.</summary>
    public static void WriteSharedDropout(KernelWriter code, AttentionSpec spec)
    {
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            WriteHeadAndRow(code);
            code.Line($"PairRows.Drop({SharedTile(spec, PairOperand.Keep)}, keys, ref Floats.At(ref scores, row * KeyTile));");
        }

        code.Line();
    }

    private static void WriteHeadAndRow(KernelWriter code) =>
        code.Line("""
            int head = (keyValueHead * GroupSize) + (row % GroupSize);
            int queryRow = row / GroupSize;
            """);

    private static void WriteStart(KernelWriter code, AttentionSpec spec, PairOperand operand)
    {
        if (operand.Axes != PairAxes.None)
        {
            string start = operand.Axes == PairAxes.Keys ? $"operands.{operand.Field}" : $"Unsafe.Add(ref operands.{operand.Field}, {RowOffset(spec, operand.Axes, FirstRow(spec))})";
            code.Line($"ref {operand.Element} {operand.Name} = ref {start};");
        }
    }

    private static string FirstRow(AttentionSpec spec) => spec.Layer is null ? "firstRow" : "operands.FirstRow";

    private static string SharedTile(AttentionSpec spec, PairOperand operand) =>
        $"ref Unsafe.Add(ref operands.{operand.Field}, {(operand.Axes == PairAxes.Keys ? "tile" : $"({RowOffset(spec, operand.Axes, spec.Layer is null ? "queryRow" : "(operands.FirstRow + queryRow)")}) + tile")})";

    /// <summary>A layer's operands are those of one block of the call's tokens.</summary>
    public static string RowOffset(AttentionSpec spec, PairAxes axes, string row) => axes == PairAxes.QueryKeys
        ? $"(nint){row} * operands.KeyLength"
        : $"(((nint)head * operands.{(spec.Layer is null ? "QueryLength" : "Tokens")}) + {row}) * operands.KeyLength";

    private static string Fill(AttentionSpec spec, Func<PairOperand, string> tile, string rows, string destination)
    {
        string maskStride = spec.MaskAxes == PairAxes.Keys ? "0" : "operands.KeyLength";
        string bias = spec.BiasAxes == PairAxes.None ? "" : $"{tile(PairOperand.Bias(spec))}, operands.KeyLength, ";
        return $"PairRows.Fill({tile(PairOperand.Mask(spec))}, {maskStride}, {bias}{rows}, keys, {destination}, KeyTile);";
    }
}
