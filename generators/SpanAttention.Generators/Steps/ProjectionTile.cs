using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>
/// A linear projection of a block of tokens, which are rows: outputs are vector lanes, and the inputs of some rows are broadcast. Every output is one chain over its inputs, whatever the tile, so
/// that a token's outputs do not depend on how many go with it.
/// </summary>
/// <param name="code">What is written to.</param>
/// <param name="width">The vector register.</param>
/// <param name="plan">Which tiles there are.</param>
internal sealed class ProjectionTile(CodeWriter code, VectorWidth width, ProjectionPlan plan)
{
    private const int Group = AttentionPlan.RowGroup;

    private readonly int panel = ProjectionPlan.Panel(width);
    private readonly int[] tiles = [.. plan.TilesOf(width)];

    public static Step Create(AttentionPlan plan) =>
        new(
            "ProjectionTile",
            new() { { "ref float", "inputs" }, { "int", "inputDim" }, { "ref float", "weight" }, { "int", "outputStride" }, { "int", "rows" }, { "ref float", "outputs" } },
            "outputs[i, o] += Σ_x inputs[i, x] · weight[o, x]; outputStride is the outputs rounded up to whole groups of 16.",
            (code, tile) => new ProjectionTile(code, tile.Width, plan.Projection!).Write());

    private void Write()
    {
        WriteOffsets();
        code.Line("int o = 0;");
        if (plan.HasPanels(width))
        {
            WritePanels();
        }

        if (plan.HasRest(width))
        {
            code.Line();
            WriteRest();
        }
    }

    /// <summary>Offsets of rows and groups, before the loops: the JIT leaves products inside.</summary>
    private void WriteOffsets()
    {
        WriteMultiples("row", "inputDim", tiles.Max());
        WriteMultiples("group", "RowGroup * (nint)inputDim", plan.HasPanels(width) ? panel / Group : 1);
    }

    private void WriteMultiples(string name, string one, int count)
    {
        if (count > 1)
        {
            code.Line($"nint {string.Join(", ", Enumerable.Range(1, count - 1).Select(n => n == 1 ? $"{name}1 = {one}" : $"{name}{n} = {n} * {name}1"))};");
        }
    }

    private void WritePanels()
    {
        string loop = $"for (; o <= outputStride - {panel}; o += {panel})";
        if (!plan.HasMany)
        {
            using (code.Block(loop))
            {
                WriteWeights();
                WriteRows(rows => WritePanelTile(rows, isPart: false));
            }

            return;
        }

        code.Line($"int block = rows < {ProjectionPlan.ManyRows} ? inputDim : {ProjectionPlan.InputBlock}; // inputs whose weights of {panel} outputs stay in the first level of cache for all rows");
        using (code.Block(loop))
        using (code.Block("for (int first = 0; first < inputDim; first += block)"))
        {
            code.Line($"""
                int steps = Math.Min(block, inputDim - first);
                ref float weights = ref Floats.At(ref weight, ((nint)o * inputDim) + ((nint)first * RowGroup));
                ref float next = ref (first + steps < inputDim ? ref Floats.At(ref weights, steps * RowGroup) : ref Floats.At(ref weight, (nint)(o + {panel}) * inputDim));
                """);
            WriteRows(rows => WritePanelTile(rows, isPart: true), WriteAsked);
        }
    }

    /// <summary>Groups of outputs beyond the last panel, one by one.</summary>
    private void WriteRest()
    {
        using (code.Block("for (; o < outputStride; o += RowGroup)"))
        {
            WriteWeights();
            WriteRows(rows => WriteTile(new(Group / width.Lanes, rows), isPart: false));
        }
    }

    private void WriteWeights() => code.Line("ref float weights = ref Floats.At(ref weight, (nint)o * inputDim);");

    /// <summary>Covers the rows by tiles that are as even as registers allow.</summary>
    private void WriteRows(Action<int> writeTile, Action<string>? writeAsked = null)
    {
        if (tiles.Length == 1)
        {
            using (code.Block($"for (int row = 0; row < rows; row += {tiles[0]})"))
            {
                writeAsked?.Invoke($"{tiles[0]}");
                writeTile(tiles[0]);
            }

            return;
        }

        using (code.Block("for (int row = 0, count; row < rows; row += count)"))
        {
            string full = ProjectionPlan.FullRows(width) == 4 ? "" : $"rows - row > 8 ? {ProjectionPlan.FullRows(width)} : ";
            code.Line($"count = {full}rows - row > {ProjectionPlan.MostRows} ? 4 : rows - row;");
            writeAsked?.Invoke("count");
            using (code.Block("switch (count)"))
            {
                foreach (int rows in tiles)
                {
                    WriteCase(rows, writeTile);
                }
            }
        }
    }

    private void WriteCase(int rows, Action<int> writeTile)
    {
        using (code.Block($"case {rows}:"))
        {
            writeTile(rows);
            code.Line("break;");
        }
    }

    /// <summary>The part of the next weights that these rows ask for: too far apart for hardware to foresee, and too many to be asked for at once.</summary>
    private void WriteAsked(string count)
    {
        int groups = ProjectionPlan.VectorsBeside(width, ProjectionPlan.MostRows) * width.Lanes / Group;
        string few = $"int asked = rows < {ProjectionPlan.ManyRows} ? 0 : ";
        code.Line(groups > 1
            ? $"""
               {few}Math.Min(RowGroup, (({groups} * RowGroup * {count}) + rows - 1) / rows); // floats a step
               ref float wanted = ref Floats.At(ref next, (row / {groups} % {groups} * group1) + ((row & -RowGroup) * RowGroup * steps / rows));
               """
            : $"""
               {few}((RowGroup * {count}) + rows - 1) / rows; // floats a step
               ref float wanted = ref Floats.At(ref next, row * RowGroup * steps / rows);
               """);
    }

    private void WritePanelTile(int rows, bool isPart)
    {
        TileShape shape = new(ProjectionPlan.VectorsBeside(width, rows), rows);
        int outputs = shape.Vectors * width.Lanes;
        if (outputs == panel)
        {
            WriteTile(shape, isPart);
            return;
        }

        using (code.Block($"for (int half = 0; half < {panel}; half += {outputs})"))
        {
            WriteTile(shape, isPart, half: outputs == Group ? "(nint)half * inputDim" : "half");
        }
    }

    /// <param name="shape">Vectors of outputs × rows.</param>
    /// <param name="isPart">Whether inputs go in blocks.</param>
    /// <param name="half">Offset of the weights of the panel's <c>half</c>; null where a tile is a whole panel.</param>
    private void WriteTile(TileShape shape, bool isPart, string? half = null)
    {
        string Of(string reference) => half is null ? reference : $"Floats.At(ref {reference}, {half})";

        LaneLayout outputs = LaneLayout.Flat("outputStride");
        code.Line($"ref float output = ref Floats.At(ref outputs, (row * outputStride) + o{(half is null ? "" : " + half")});");
        RegisterTile register = new(
            width, shape, "sum", isPart ? "steps" : "inputDim",
            Lanes: Of("weights"), LaneLayout.GroupsApart("group"),
            Scalars: $"Floats.At(ref inputs, {(isPart ? "(row * inputDim) + first" : "row * inputDim")})", ColumnStride: "inputDim", StepStride: "1")
        {
            ColumnOffset = "row",
            ScalarsFirst = shape.Vectors > shape.Columns,
            Ahead = isPart ? new(StoredNumber.Single, "wanted", half is null or "half" ? half ?? "" : $"({half})", "1", "asked") : null,
        };
        RegisterTile places = register;
        register = register with { Earlier = (column, vector) => places.At("output", outputs, column, vector) };
        register.Write(code);
        for (int column = 0; column < shape.Columns; column++)
        {
            register.ForEachRowRun("Row", column, (method, vector, sums) => code.Line($"{method}({register.At("output", outputs, column, vector).Reference()}, {sums});"));
        }
    }
}
