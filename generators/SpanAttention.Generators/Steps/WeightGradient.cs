using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>
/// The gradient of a weight tensor: rows of it × vectors of a row's elements in registers, summed over tokens fold by fold and added where it lies. An element is one chain over a fold's tokens,
/// whatever the tile.
/// </summary>
/// <param name="code">What is written to.</param>
/// <param name="width">The vector register.</param>
internal sealed class WeightGradient(CodeWriter code, VectorWidth width)
{
    private const int Group = AttentionPlan.RowGroup;

    private readonly IReadOnlyList<TileShape> shapes = WeightGradientPlan.Tiles(width);

    public static Step Create(WeightGradientPlan plan) =>
        new(
            "WeightGradient",
            new()
            {
                { "ref float", "rows" }, { "int", "rowCount" }, { "ref float", "source" }, { "int", "length" }, { "int", "tokens" }, { "ref float", "gradient" }, { "int", "stride" },
            },
            "gradient[r, x] += Σ_t rows[t, r] · source[t, x], RowFold tokens t at a time; both lie in groups, [group, token, 16].",
            (code, tile) => new WeightGradient(code, tile.Width).Write())
        {
            Class = plan.ClassName,
            WriteParts = (code, tile) => new WeightGradient(code, tile.Width).WriteTiles(),
        };

    /// <summary>Rows of a group go on along their elements, as they lie in memory: the other way round, every tile would find its rows on pages of their own.</summary>
    private void Write()
    {
        code.Line("""
            Span<float> stack = stackalloc float[RowGroup * RowGroup];
            ref float rest = ref MemoryMarshal.GetReference(stack);
            """);
        using (code.Block("for (int first = 0; first < rowCount; first += RowGroup)"))
        {
            code.Line("""
                int end = Math.Min(rowCount, first + RowGroup);
                ref float group = ref Floats.At(ref rows, (nint)first * tokens);
                int x = 0;
                """);
            foreach (TileShape shape in shapes)
            {
                int elements = WeightGradientPlan.Groups(width, shape) * Group;
                using (code.Block($"for (; x <= length - {elements}; x += {elements})"))
                {
                    WriteRows(shape, "ref Floats.At(ref gradient, ((nint)row * stride) + x)", "stride");
                }

                code.Line();
            }

            using (code.Block("if (x < length)"))
            {
                WriteRest();
            }
        }
    }

    /// <summary>Elements that fill no group, in rows beside the gradient.</summary>
    private void WriteRest()
    {
        code.Line("""
            ref float place = ref Floats.At(ref gradient, ((nint)first * stride) + x);
            Rows.Store(ref place, stride, end - first, length - x, ref Unsafe.NullRef<float>(), ref rest, RowGroup);
            """);
        WriteRows(shapes[shapes.Count - 1], "ref Floats.At(ref rest, (row - first) * RowGroup)", "RowGroup");
        code.Line();
        code.Line("Rows.Store(ref rest, RowGroup, end - first, length - x, ref Unsafe.NullRef<float>(), ref place, stride);");
    }

    private void WriteRows(TileShape shape, string output, string stride) => ColumnLoop.WriteVariable(
        code,
        "row",
        "end",
        shape,
        shape.Ladder,
        tile => code.Line($"{Method(tile)}(ref Floats.At(ref group, row - first), ref Floats.At(ref source, (nint)x * tokens), tokens, {output}, {stride});"),
        first: "first");

    private string Method(TileShape shape) => $"Add{shape.Columns}By{shape.Vectors * width.Lanes}At{width.Bits}";

    /// <summary>The register tiles, a method each: the JIT inlines no more calls than a few tiles have.</summary>
    private void WriteTiles()
    {
        foreach (TileShape shape in shapes.SelectMany(static shape => shape.Ladder.Select(shape.AtMost)))
        {
            code.Line();
            code.Line($"/// <summary>The same for {(shape.Columns == 1 ? "one row" : $"{shape.Columns} rows")} × {shape.Vectors * width.Lanes} elements.</summary>");
            code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (code.Block($"private static void {Method(shape)}(ref float rows, ref float source, int tokens, ref float output, int stride)"))
            {
                WriteOffsets(WeightGradientPlan.Groups(width, shape));
                using (code.Block("for (int fold = 0; fold < tokens; fold += RowFold)"))
                {
                    code.Line("int steps = Math.Min(RowFold, tokens - fold);");
                    WriteTile(shape);
                }
            }
        }
    }

    /// <summary>Offsets of groups, before the loop: the JIT leaves products inside.</summary>
    private void WriteOffsets(int groups)
    {
        if (groups > 1)
        {
            code.Line($"nint {string.Join(", ", Enumerable.Range(1, groups - 1).Select(static group => group == 1 ? "group1 = RowGroup * (nint)tokens" : $"group{group} = {group} * group1"))};");
        }
    }

    private void WriteTile(TileShape shape)
    {
        RegisterTile register = new(
            width, shape, "sum", "steps",
            Lanes: "Floats.At(ref source, fold * RowGroup)", LaneLayout.GroupsApart("group"),
            Scalars: "Floats.At(ref rows, fold * RowGroup)", ColumnStride: "1", StepStride: "RowGroup")
        {
            ScalarsFirst = shape.Vectors > shape.Columns,
        };
        register.Write(code);
        LaneLayout gradients = LaneLayout.Flat("stride");
        for (int column = 0; column < shape.Columns; column++)
        {
            register.ForEachRowRun("EndGradient", column, (method, vector, sums) => code.Line($"{method}({register.At("output", gradients, column, vector).Arguments}, adds: true, ends: false, 1f, {sums});"));
        }
    }
}
