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

    private readonly RowEdge? edge = plan.EndsAtEdge ? RowEdge.Of(plan.Spec.Attention) : null;

    /// <summary>Gradients in rows of keys: of keys, of values, or of both where their dimensions are the same.</summary>
    public static Step CreateKeys(BackwardPlan plan, TokenTensor rows)
    {
        bool isOne = plan.Spec.Attention.HeadDim == plan.Spec.Attention.ValueDim;
        RowGradient step = new(plan, isOne ? TokenTensor.Key : rows);
        return new(
            rows == TokenTensor.Value && !isOne ? "ValueGradient" : "KeyGradient",
            step.Parameters("int", "known"),
            "gradient_j = (gradient_j + Σ_i weights[j, i] · source_i) · factor, RowFold rows i at a time; there is nothing yet for keys from known on, and no factor before the end.",
            step.WriteKeys);
    }

    /// <summary>Gradients in rows of queries.</summary>
    public static Step CreateQueries(BackwardPlan plan)
    {
        RowGradient step = new(plan, TokenTensor.Query);
        return new(
            "QueryGradient",
            step.Parameters("bool", "adds"),
            "gradient_i = (gradient_i + Σ_j weights[j, i] · source_j) · factor; there is nothing yet unless it adds, and no factor before the end.",
            step.WriteQueries);
    }

    private Signature Parameters(string type, string earlier) => new()
    {
        { "ref float", "weights" },
        { "ref float", "source" },
        { "int", "sourceStride" },
        { "int", "keys" },
        { "int", "rows" },
        { "int", edge?.Name },
        { type, earlier },
        { "bool", "ends" },
        { "float", "factor" },
        { "ref float", "gradient" },
        { "int", "stride" },
    };

    private void WriteKeys(CodeWriter code, TilePlan tile) => WriteSlices(code, tile, slice => ColumnLoop.WriteVariable(code, "key", "keys", slice.Shape, shape =>
    {
        code.Line("ref float output = ref Floats.At(ref gradient, ((nint)key * stride) + x);");
        if (edge is not null)
        {
            code.Line($"int firstFold = Math.Max(0, key - {edge.Name}) & -RowFold; // with rows that see the first of these keys");
        }

        string firstFold = edge is null ? "0" : "firstFold";
        using (code.Block($"for (int fold = {firstFold}; fold < rows; fold += RowFold)"))
        {
            code.Line("int end = Math.Min(rows, fold + RowFold);");
            string first = "fold";
            if (edge is not null)
            {
                first = "first";
                code.Line($"int first = Math.Clamp({Number("key", shape.Columns - 1)} - {edge.Name}, fold, end); // rows from here on see {(shape.Columns > 1 ? "all of these keys" : "this key")}");
            }

            string place = $"(({first} & -RowGroup) * KeyTile) + (key * RowGroup) + ({first} & (RowGroup - 1))";
            RegisterTile register = Register(slice, shape, "end", $"((nint){first} * sourceStride) + x", edge is null ? "(fold * KeyTile) + (key * RowGroup)" : place, "RowGroup", "1") with
            {
                Runs = (first, "RowGroup", "(KeyTile - 1) * RowGroup"),
            };
            (register with { Before = code => WriteEarlierRows(code, register) }).Write(code);
            WritePoisonCheck(code, register, $"EndKeys(ref Floats.At(ref weights, (fold * KeyTile) + (key * RowGroup)), ref Floats.At(ref source, ((nint)fold * sourceStride) + x), sourceStride, {slice.Dims}, end - fold, {shape.Columns}, fold > 0 ? {shape.Columns} : known - key, ends && end == rows");
            WriteEnds(code, slice, register, column => $"fold > {firstFold} || {Number("key", column)} < known", "ends && end == rows", guard: null);
        }
    }));

    private void WriteQueries(CodeWriter code, TilePlan tile) => WriteSlices(code, tile, slice => new RowTiles(plan.Attention, slice.Shape.Columns).Write(code, (columns, idle) =>
    {
        TileShape shape = slice.Shape with { Columns = columns };
        const string Weights = "((row & -RowGroup) * KeyTile) + (row & (RowGroup - 1))";
        code.Line("ref float output = ref Floats.At(ref gradient, ((nint)row * stride) + x);");
        edge?.WriteSeen(code, groupRows: 1);
        RegisterTile register = Register(slice, shape, edge is null ? "keys" : "seen", "x", Weights, "1", "RowGroup");
        register.Write(code);
        WriteLaterKeys(code, register);
        WritePoisonCheck(code, register, $"EndRows(ref Floats.At(ref weights, {Weights}), ref Floats.At(ref source, x), sourceStride, {slice.Dims}, keys, {(idle ? $"Math.Min({columns}, rows - row)" : columns)}, adds, ends");
        WriteEnds(code, slice, register, static _ => "adds", "ends", idle ? static column => $"{Number("row", column)} < rows" : null);
    }));

    /// <summary>Rows that see some of the keys, but not all of them, before those that do: each sum keeps its order.</summary>
    private void WriteEarlierRows(CodeWriter code, RegisterTile register)
    {
        if (edge is null || register.Shape.Columns == 1)
        {
            return;
        }

        using (code.Block("if (first > fold)"))
        {
            for (int column = 0; column < register.Shape.Columns - 1; column++)
            {
                string key = Number("key", column);
                ForEachPair(register, column, (count, dims, sums) => code.Line(
                    $"{register.Width.Operations}.AddRows{count}(ref Floats.At(ref source, {Number("x", dims)}), sourceStride, ref Floats.At(ref weights, {(column == 0 ? key : $"({key})")} * RowGroup), Math.Clamp({key} - {edge.Name}, fold, first), first, {sums});"));
            }
        }

        code.Line();
    }

    /// <summary>Keys that only the later rows see.</summary>
    private void WriteLaterKeys(CodeWriter code, RegisterTile register)
    {
        if (edge is null || register.Shape.Columns == 1)
        {
            return;
        }

        using (code.Block("if (seen < keys)"))
        {
            for (int column = 1; column < register.Shape.Columns; column++)
            {
                ForEachPair(register, column, (count, dims, sums) => code.Line(
                    $"{register.Width.Operations}.AddKeys{count}({(dims == 0 ? "ref lanes" : $"ref Floats.At(ref lanes, {dims})")}, sourceStride, ref scalars, {column}, {edge.Name} + row + {column + 1}, seen, keys, {sums});"));
            }
        }

        code.Line();
    }

    /// <summary>The vectors of a column, two at a time: how many, the first one's dimension within the tile, and their sums by reference.</summary>
    private static void ForEachPair(RegisterTile register, int column, Action<int, int, string> write)
    {
        for (int vector = 0, count; vector < register.Shape.Vectors; vector += count)
        {
            count = Math.Min(2, register.Shape.Vectors - vector);
            write(count, vector * register.Width.Lanes, string.Join(", ", Enumerable.Range(vector, count).Select(vector => $"ref {register.Name(column, vector)}")));
        }
    }

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
        if (!plan.Marks)
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
