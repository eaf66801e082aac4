using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Adds what one tile of pairs brings to gradients in the rows that they go to, dimensions in lanes: each row's sum over the tile's other side, weighted.</summary>
/// <param name="plan">What to emit.</param>
/// <param name="rows">The tensor whose rows are summed.</param>
internal sealed class RowGradient(BackwardPlan plan, TokenTensor rows)
{
    private static readonly LaneLayout Source = LaneLayout.Flat("sourceStride");
    private static readonly LaneLayout Gradients = LaneLayout.Flat("stride");

    private readonly int dims = rows.Dim == "HeadDim" ? plan.Spec.Attention.HeadDim : plan.Spec.Attention.ValueDim;

    // Pairs that are left out have weight −0.
    private readonly bool marks = plan.Spec.Attention.LeavesKeysOut;

    /// <summary>Gradients in rows of keys: of keys, of values, or of both where their dimensions are the same.</summary>
    public static Step CreateKeys(BackwardPlan plan, TokenTensor rows)
    {
        bool isOne = plan.Spec.Attention.HeadDim == plan.Spec.Attention.ValueDim;
        RowGradient step = new(plan, isOne ? TokenTensor.Key : rows);
        return new(
            rows == TokenTensor.Value && !isOne ? "ValueGradient" : "KeyGradient",
            Parameters("int", "known"),
            "gradient_j = (gradient_j + Σ_i weights[j, i] · source_i) · factor, RowFold rows i at a time; there is nothing yet for keys from known on, and no factor before the end.",
            step.WriteKeys);
    }

    /// <summary>Gradients in rows of queries.</summary>
    public static Step CreateQueries(BackwardPlan plan)
    {
        RowGradient step = new(plan, TokenTensor.Query);
        return new(
            "QueryGradient",
            Parameters("bool", "adds"),
            "gradient_i = (gradient_i + Σ_j weights[j, i] · source_j) · factor; there is nothing yet unless it adds, and no factor before the end.",
            step.WriteQueries);
    }

    private static Signature Parameters(string type, string earlier) => new()
    {
        { "ref float", "weights" },
        { "ref float", "source" },
        { "int", "sourceStride" },
        { "int", "keys" },
        { "int", "rows" },
        { type, earlier },
        { "bool", "ends" },
        { "float", "factor" },
        { "ref float", "gradient" },
        { "int", "stride" },
    };

    private void WriteKeys(CodeWriter code, TilePlan tile) => WriteSlices(code, tile, slice => ColumnLoop.WriteVariable(code, "key", "keys", slice.Shape, shape =>
    {
        code.Line("ref float output = ref Floats.At(ref gradient, ((nint)key * stride) + x);");
        using (code.Block("for (int fold = 0; fold < rows; fold += RowFold)"))
        {
            code.Line("""
                int steps = Math.Min(RowFold, rows - fold);
                bool last = ends && rows - fold <= RowFold;
                """);
            RegisterTile register = Register(slice, shape, "steps", "((nint)fold * sourceStride) + x", "(fold * KeyTile) + (key * RowGroup)", "RowGroup", "1") with
            {
                Runs = ("RowGroup", "(KeyTile - 1) * RowGroup"),
            };
            register.Write(code);
            WritePoisonCheck(code, register, $"EndKeys(ref Floats.At(ref weights, (fold * KeyTile) + (key * RowGroup)), ref Floats.At(ref source, ((nint)fold * sourceStride) + x), sourceStride, {slice.Dims}, steps, {shape.Columns}, fold > 0 ? {shape.Columns} : known - key, last");
            WriteEnds(code, slice, register, column => $"fold > 0 || {Number("key", column)} < known", "last", guard: null);
        }
    }));

    private void WriteQueries(CodeWriter code, TilePlan tile) => WriteSlices(code, tile, slice => new RowTiles(plan.Attention, slice.Shape.Columns).Write(code, (columns, idle) =>
    {
        TileShape shape = slice.Shape with { Columns = columns };
        const string Weights = "((row & -RowGroup) * KeyTile) + (row & (RowGroup - 1))";
        code.Line("ref float output = ref Floats.At(ref gradient, ((nint)row * stride) + x);");
        RegisterTile register = Register(slice, shape, "keys", "x", Weights, "1", "RowGroup");
        register.Write(code);
        WritePoisonCheck(code, register, $"EndRows(ref Floats.At(ref weights, {Weights}), ref Floats.At(ref source, x), sourceStride, {slice.Dims}, keys, {(idle ? $"Math.Min({columns}, rows - row)" : columns)}, adds, ends");
        WriteEnds(code, slice, register, static _ => "adds", "ends", idle ? static column => $"{Number("row", column)} < rows" : null);
    }));

    private void WriteSlices(CodeWriter code, TilePlan tile, Action<GradientSlice> writeSlice)
    {
        foreach (GradientSlice slice in GradientSlice.Of(tile.Width, dims))
        {
            if (slice.Start > 0)
            {
                code.Line();
            }

            using (code.Block($"for (int x = {slice.Start}; x < {(slice.End == dims ? rows.Dim : slice.End)}; x += {slice.Dims})"))
            {
                writeSlice(slice);
            }
        }
    }

    private static RegisterTile Register(GradientSlice slice, TileShape shape, string steps, string source, string weights, string columnStride, string stepStride) => new(
        slice.Width, shape, "sum", steps,
        Lanes: $"Floats.At(ref source, {source})", Source,
        Scalars: $"Floats.At(ref weights, {weights})", columnStride, stepStride)
    {
        LoadLane = slice.Part == 0 ? null : place => $"{slice.Width.Operations}.LoadPart({place.Arguments}, {slice.Part})",
    };

    private void WriteEnds(CodeWriter code, GradientSlice slice, RegisterTile register, Func<int, string> adds, string ends, Func<int, string>? guard)
    {
        for (int column = 0; column < register.Shape.Columns; column++)
        {
            string condition = guard is null || column == 0 ? "" : $"if ({guard(column)}) ";
            void WriteEnd(string method, int vector, string sums, string part) =>
                code.Line($"{condition}{method}({register.At("output", Gradients, column, vector).Arguments}, {adds(column)}, {ends}, factor, {sums}{part});");
            if (slice.Part > 0)
            {
                WriteEnd($"{slice.Width.Operations}.EndGradientPart", 0, register.Name(column, 0), $", {slice.Part}");
            }
            else
            {
                register.ForEachRowRun("EndGradient", column, (method, vector, sums) => WriteEnd(method, vector, sums, ""));
            }
        }
    }

    /// <summary>Pairs that are left out have weight 0, which adds nothing, unless what they bring is no number: then, and rarely otherwise, a sum is NaN.</summary>
    private void WritePoisonCheck(CodeWriter code, RegisterTile register, string call)
    {
        if (!marks)
        {
            return;
        }

        using (code.Block($"if ({register.HasNaN})"))
        {
            code.Line($"VisibleGradients.{call}, factor, ref output, stride);");
            code.Line("continue;");
        }

        code.Line();
    }

    private static string Number(string first, int offset) => offset == 0 ? first : $"{first} + {offset}";
}
