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
    private readonly int[] tilesOfMany = [.. plan.TilesOfMany(width)];
    private readonly int[] tilesOfFew = [.. plan.TilesOfFew(width)];
    private readonly bool widens = plan.WidensPanels(width);

    /// <summary>The weights that a register tile reads.</summary>
    private enum Weights
    {
        /// <summary>A group of outputs, as it is stored.</summary>
        Group,

        /// <summary>A panel of groups, as it is stored.</summary>
        Panel,

        /// <summary>A panel that has been widened, for many rows.</summary>
        Widened,
    }

    public static Step Create(ProjectionPlan plan) =>
        new(
            "ProjectionTile",
            new()
            {
                { "ref float", "inputs" }, { "int", "inputDim" }, { $"ref {plan.Element.Type}", "weight" }, { "ref float", "scale", plan.Element.IsScaled },
                { "int", "outputStride" }, { "int", "rows" }, { "ref float", "outputs" },
            },
            $"outputs[i, o] {(plan.AddsToOutputs ? "+=" : "=")} Σ_x inputs[i, x] · weight[o, x]; outputStride is the outputs rounded up to whole groups of 16.",
            (code, tile) => new ProjectionTile(code, tile.Width, plan).Write())
        {
            Class = plan.ClassName,
            WriteParts = (code, tile) => new ProjectionTile(code, tile.Width, plan).WriteTiles(),
        };

    private void Write()
    {
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

    private void WritePanels()
    {
        if (widens)
        {
            code.Line($"""
                Span<float> stack = rows < {ProjectionPlan.ManyRows} ? default : stackalloc float[{ProjectionPlan.WidenedLength(width)}]; // the weights of a panel, widened once for all rows
                ref float widened = ref Scratch.Align(stack);
                """);
        }

        if (plan.HasInputBlocks)
        {
            code.Line($"int block = rows < {ProjectionPlan.ManyRows} ? inputDim : {ProjectionPlan.InputBlock}; // inputs whose weights of {panel} outputs stay in the first level of cache for all rows");
        }

        using (code.Block($"for (; o <= outputStride - {panel}; o += {panel})"))
        {
            if (plan.HasInputBlocks)
            {
                WriteInputBlocks();
            }
            else
            {
                WriteWeights();
                if (plan.HasMany)
                {
                    code.Line($"ref {Element.Type} next = ref {NextPanel};");
                }

                WritePanelRows();
            }
        }
    }

    /// <summary>Many rows read a panel that is widened once.</summary>
    private void WritePanelRows()
    {
        if (!widens)
        {
            WriteRows(Weights.Panel);
            return;
        }

        if (tilesOfFew.Length > 0)
        {
            using (code.Block($"if (rows < {ProjectionPlan.ManyRows})"))
            {
                WriteRows(Weights.Panel);
                code.Line("continue;");
            }

            code.Line();
        }

        code.Line($"ShortWeights.Widen(ref weights, {(Element.IsScaled ? "ref weightScales, " : "")}inputDim, {StepsOf(Weights.Widened)}, groups: {panel / Group}, ref widened);");
        WriteRows(Weights.Widened);
    }

    private int[] TilesOf(Weights weights) => weights switch
    {
        Weights.Widened => tilesOfMany,
        Weights.Panel when widens => tilesOfFew,
        _ => tiles,
    };

    private StoredNumber ElementOf(Weights weights) => weights == Weights.Widened ? StoredNumber.Single : Element;

    private StoredNumber Element => plan.Element;

    private string NextPanel => $"{Element.At}(ref weight, (nint)(o + {panel}) * inputDim)";

    /// <summary>Runs of inputs that share a scale.</summary>
    private string Runs => $"((inputDim + {Element.Shared - 1}) / {Element.Shared})";

    private void WriteInputBlocks()
    {
        using (code.Block("for (int first = 0; first < inputDim; first += block)"))
        {
            code.Line($"""
                int steps = Math.Min(block, inputDim - first);
                ref {Element.Type} weights = ref {Element.At}(ref weight, ((nint)o * inputDim) + ((nint)first * RowGroup));
                ref {Element.Type} next = ref (first + steps < inputDim ? ref {Element.At}(ref weights, steps * RowGroup) : ref {NextPanel});
                """);
            WriteScales($"((nint)o * {Runs}) + (first / {Element.Shared} * RowGroup)");
            WritePanelRows();
        }
    }

    /// <summary>Groups of outputs beyond the last panel, one by one.</summary>
    private void WriteRest()
    {
        using (code.Block("for (; o < outputStride; o += RowGroup)"))
        {
            WriteWeights();
            WriteRows(Weights.Group);
        }
    }

    private void WriteWeights()
    {
        code.Line($"ref {Element.Type} weights = ref {Element.At}(ref weight, (nint)o * inputDim);");
        WriteScales($"(nint)o * {Runs}");
    }

    private void WriteScales(string offset)
    {
        if (Element.IsScaled)
        {
            code.Line($"ref float weightScales = ref Floats.At(ref scale, {offset});");
        }
    }

    /// <summary>Covers the rows by tiles that are as even as registers allow.</summary>
    private void WriteRows(Weights weights)
    {
        int[] some = TilesOf(weights);
        if (some.Length == 1)
        {
            using (code.Block($"for (int row = 0; row < rows; row += {some[0]})"))
            {
                WriteAsked(weights, $"{some[0]}");
                code.Line(Call(weights, some[0]));
            }

            return;
        }

        using (code.Block("for (int row = 0, count; row < rows; row += count)"))
        {
            code.Line($"count = {ProjectionPlan.Next(width, "rows - row")};");
            WriteAsked(weights, "count");
            using (code.Block("switch (count)"))
            {
                foreach (int rows in some)
                {
                    code.Line($"case {rows}: {Call(weights, rows)} break;");
                }
            }
        }
    }

    /// <summary>Panels ask for the next weights meanwhile where a call has many rows.</summary>
    private bool Asks(Weights weights, int rows) => widens ? weights == Weights.Widened : weights == Weights.Panel && tilesOfMany.Contains(rows);

    /// <summary>Tells whether a tile adds to the sums of earlier inputs.</summary>
    private bool Adds(Weights weights, int rows) => plan.GoesOn || (plan.HasInputBlocks && Asks(weights, rows));

    /// <summary>Inputs of a call, as an expression.</summary>
    private string StepsOf(Weights weights) => weights != Weights.Group && plan.HasInputBlocks ? "steps" : "inputDim";

    /// <summary>The part of the next weights that these rows ask for: too far apart for hardware to foresee, and too many to be asked for at once.</summary>
    private void WriteAsked(Weights weights, string count)
    {
        if (!plan.HasMany || weights != (widens ? Weights.Widened : Weights.Panel))
        {
            return;
        }

        int groups = ProjectionPlan.VectorsBeside(width, ProjectionPlan.MostRows) * width.Lanes / Group;
        string numbers = Element.IsShort ? "numbers" : "floats";
        string few = widens ? "int asked = " : $"int asked = rows < {ProjectionPlan.ManyRows} ? 0 : ";
        code.Line(groups > 1
            ? $"""
               {few}Math.Min(RowGroup, (({groups} * RowGroup * {count}) + rows - 1) / rows); // {numbers} a step
               ref {Element.Type} wanted = ref {Element.At}(ref next, ((nint)(row / {groups} % {groups}) * RowGroup * inputDim) + ((row & -RowGroup) * RowGroup * {StepsOf(weights)} / rows));
               """
            : $"""
               {few}((RowGroup * {count}) + rows - 1) / rows; // {numbers} a step
               ref {Element.Type} wanted = ref {Element.At}(ref next, row * RowGroup * {StepsOf(weights)} / rows);
               """);
    }

    private string Method(Weights weights, int rows) => $"Project{weights}{rows}At{width.Bits}";

    private string Call(Weights weights, int rows)
    {
        string input = weights != Weights.Group && plan.HasInputBlocks ? "(row * inputDim) + first" : "row * inputDim";
        string asked = Asks(weights, rows) ? "ref wanted, asked, " : "";
        string lanes = weights == Weights.Widened ? "widened" : "weights";
        return $"{Method(weights, rows)}(ref Floats.At(ref inputs, {input}), inputDim, ref {lanes}, {(ElementOf(weights).IsScaled ? "ref weightScales, " : "")}{StepsOf(weights)}, {asked}ref Floats.At(ref outputs, (row * outputStride) + o), outputStride);";
    }

    /// <summary>The register tiles, a method each: the JIT inlines no more calls than a few tiles have.</summary>
    private void WriteTiles()
    {
        foreach (int rows in tiles)
        {
            foreach (Weights panels in new[] { Weights.Panel, Weights.Widened }.Where(panels => plan.HasPanels(width) && (panels == Weights.Panel || widens) && TilesOf(panels).Contains(rows)))
            {
                WriteMethod(panels, rows, () => WritePanelTile(panels, rows));
            }

            if (plan.HasRest(width))
            {
                WriteMethod(Weights.Group, rows, () => WriteTile(new(Group / width.Lanes, rows), Weights.Group));
            }
        }
    }

    private void WriteMethod(Weights kind, int rows, Action writeBody)
    {
        StoredNumber element = ElementOf(kind);
        bool isPanel = kind != Weights.Group;
        (string asked, string words) = Asks(kind, rows) ? ($"ref {Element.Type} wanted, int asked, ", "; other weights are asked for meanwhile") : ("", "");
        string inputs = Adds(kind, rows) ? " and some of the inputs, added to what is there" : "";
        code.Line();
        code.Line($"/// <summary>The same for {(rows == 1 ? "one row" : $"{rows} rows")} × {(isPanel ? panel : Group)} outputs{(kind == Weights.Widened ? " of widened weights" : "")}{inputs}{words}.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void {Method(kind, rows)}(ref float inputs, int inputDim, ref {element.Type} weights, {(element.IsScaled ? "ref float weightScales, " : "")}int steps, {asked}ref float output, int outputStride)"))
        {
            WriteMultiples("row", "inputDim", rows);
            int groups = isPanel ? ProjectionPlan.VectorsBeside(width, rows) * width.Lanes / Group : 1;
            WriteMultiples("group", $"RowGroup * (nint){GroupSteps(kind)}", groups);
            if (element.IsScaled)
            {
                WriteMultiples("run", $"RowGroup * (nint){Runs}", groups);
            }

            writeBody();
        }
    }

    /// <summary>Steps of a group before the next one begins: widened ones lie side by side.</summary>
    private static string GroupSteps(Weights weights) => weights == Weights.Widened ? "steps" : "inputDim";

    /// <summary>Offsets of rows and groups, before the loop: the JIT leaves products inside.</summary>
    private void WriteMultiples(string name, string one, int count)
    {
        if (count > 1)
        {
            code.Line($"nint {string.Join(", ", Enumerable.Range(1, count - 1).Select(n => n == 1 ? $"{name}1 = {one}" : $"{name}{n} = {n} * {name}1"))};");
        }
    }

    private void WritePanelTile(Weights weights, int rows)
    {
        TileShape shape = new(ProjectionPlan.VectorsBeside(width, rows), rows);
        int outputs = shape.Vectors * width.Lanes;
        if (outputs == panel)
        {
            WriteTile(shape, weights);
            return;
        }

        using (code.Block($"for (int half = 0; half < {panel}; half += {outputs})"))
        {
            string Half(string steps) => outputs == Group ? $"(nint)half * {steps}" : "half";
            WriteTile(shape, weights, half: Half(GroupSteps(weights)), scales: Half(Runs), ahead: Half("inputDim"));
        }
    }

    /// <param name="shape">Vectors of outputs × rows.</param>
    /// <param name="weights">What it reads; tiles of panels ask for the next weights meanwhile.</param>
    /// <param name="half">Offset of the weights of the panel's <c>half</c>; null where a tile is a whole panel.</param>
    /// <param name="scales">The same of their scales.</param>
    /// <param name="ahead">The same of the next weights.</param>
    private void WriteTile(TileShape shape, Weights weights, string? half = null, string? scales = null, string? ahead = null)
    {
        StoredNumber element = ElementOf(weights);
        bool isPartOfGroup = half is not null && element.IsShort && shape.Vectors * width.Lanes < Group;
        LaneLayout outputs = LaneLayout.Flat("outputStride");
        string output = half is null ? "output" : "halfOutput";
        if (half is not null)
        {
            code.Line("ref float halfOutput = ref Floats.At(ref output, half);");
        }

        RegisterTile register = new(
            width, shape, "sum", "steps",
            Lanes: half is null || isPartOfGroup ? "weights" : $"{element.At}(ref weights, {half})", LaneLayout.GroupsApart("group"),
            Scalars: "inputs", ColumnStride: "inputDim", StepStride: "1")
        {
            ColumnOffset = "row",
            ScalarsFirst = shape.Vectors > shape.Columns,
            Element = element,
            FirstLane = isPartOfGroup ? half : null,
            Scales = !element.IsScaled ? null : (scales is null ? "weightScales" : $"Floats.At(ref weightScales, {scales})", LaneLayout.GroupsApart("run")),
            Ahead = Asks(weights, shape.Columns) ? new(Element, "wanted", ahead ?? "", "1", "asked") : null,
        };
        if (Adds(weights, shape.Columns))
        {
            RegisterTile places = register;
            register = register with { Earlier = (column, vector) => places.At(output, outputs, column, vector) };
        }

        register.Write(code);
        for (int column = 0; column < shape.Columns; column++)
        {
            register.ForEachRowRun("Row", column, (method, vector, sums) => code.Line($"{method}({register.At(output, outputs, column, vector).Reference()}, {sums});"));
        }
    }
}
