using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>
/// The one multiply-add loop of all routines: columns × vectors of sums held in registers, sum[column, row] = Σ over steps of lanes[step, row] · scalar[step, column].
/// Rows are lanes of vectors; scalars are broadcast from memory as it lies, so keys, values and weights are never packed.
/// </summary>
/// <param name="Width">The vector register.</param>
/// <param name="Shape">Vectors of rows × columns.</param>
/// <param name="Sum">Name of the sums: <c>score</c>, <c>context</c>, <c>output</c>.</param>
/// <param name="Steps">The loop's bound, an expression.</param>
/// <param name="Lanes">Reference to the lanes' operand at step 0.</param>
/// <param name="Layout">How it lies.</param>
/// <param name="Scalars">Reference to column 0 at step 0.</param>
/// <param name="ColumnStride">Floats from one column to the next.</param>
/// <param name="StepStride">Floats from one step to the next.</param>
internal sealed record RegisterTile(
    VectorWidth Width,
    TileShape Shape,
    string Sum,
    string Steps,
    string Lanes,
    LaneLayout Layout,
    string Scalars,
    string ColumnStride,
    string StepStride)
{
    /// <summary>Address at which earlier steps left their sums, column by column and vector by vector; null where sums start from zero.</summary>
    public Func<int, int, Place>? Earlier { get; init; }

    /// <summary>Lines of memory that are asked for meanwhile, if any.</summary>
    public LinesAhead? Ahead { get; init; }

    /// <summary>The type of the lanes' operand: floats, or stored numbers that are widened as they are loaded.</summary>
    public StoredNumber Element { get; init; } = StoredNumber.Single;

    /// <summary>Reference to the scales of the lanes' numbers, and how vectors of them lie; null where numbers are what they say.</summary>
    public (string First, LaneLayout Layout)? Scales { get; init; }

    /// <summary>The variable that says with which number of a group a tile of less than a group begins; null where it is the first.</summary>
    public string? FirstLane { get; init; }

    /// <summary>Tells whether a column's operand is a vector beside each vector of lanes, instead of one scalar for all: a sum then runs along the lanes.</summary>
    public bool ColumnsAreVectors { get; init; }

    /// <summary>Mask of the rows whose sums a step leaves alone: a vector of masks, from the vector's number and its lanes; null where every step counts for all.</summary>
    public Func<int, string, string>? Skips { get; init; }

    /// <summary>Name of the sums of the scalars themselves, a vector a column with the same number in every lane; null where nobody asks for them.</summary>
    public string? Totals { get; init; }

    /// <summary>The first word of variables that hold the offsets of columns, <c>row1</c> for the second; null where an offset is a product.</summary>
    public string? ColumnOffset { get; init; }

    /// <summary>The first step, steps whose scalars lie side by side, and how far those after them are from the last; null where all lie equally far apart, from step 0 on.</summary>
    public (string First, string Steps, string Further)? Runs { get; init; }

    /// <summary>Writes what goes into the sums before the loop; null for nothing.</summary>
    public Action<CodeWriter>? Before { get; init; }

    /// <summary>Loads a vector of lanes from its place, where that is not all of a vector; null where it is.</summary>
    public Func<Place, string>? LoadLane { get; init; }

    /// <summary>Tells whether a step keeps its scalars in registers and goes through the vectors, one at a time: 3 columns × 4 vectors then fit 16 registers.</summary>
    public bool ScalarsFirst { get; init; }

    private const int SumsOfALine = 8;

    // A single column uses each vector once: it stays an operand in memory, and its register is left to a sum.
    private bool LoadsLanesFirst => Columns > 1;

    private int Vectors => Shape.Vectors;

    private int Columns => Shape.Columns;

    public void Write(CodeWriter code)
    {
        WriteSums(code);
        Before?.Invoke(code);
        code.Line($"ref {Element.Type} lanes = ref {Lanes};");
        code.Line($"ref float scalars = ref {Scalars};");
        if (Scales is not null)
        {
            WriteScaledRuns(code);
        }
        else if (Runs is { } runs)
        {
            WriteRuns(code, runs.First, runs.Steps, runs.Further);
        }
        else
        {
            WriteSteps(code, "int step = 0", Steps);
        }

        code.Line();
    }

    /// <summary>Steps in runs whose scalars lie side by side.</summary>
    private void WriteRuns(CodeWriter code, string first, string steps, string further)
    {
        using (code.Block($"for (int step = {first}, stop; step < {Steps};)"))
        {
            code.Line($"stop = Math.Min((step & -{steps}) + {steps}, {Steps});");
            WriteSteps(code, "", "stop");
            code.Line($"scalars = ref Floats.At(ref scalars, {further});");
        }
    }

    /// <summary>Steps in runs that share scales.</summary>
    private void WriteScaledRuns(CodeWriter code)
    {
        code.Line($"ref float scales = ref {Scales!.Value.First};");
        using (code.Block($"for (int step = 0, end; step < {Steps};)"))
        {
            code.Line($"end = Math.Min(step + {Element.Shared}, {Steps}); // steps that share scales");
            WriteSteps(code, "", "end");
            code.Line($"scales = ref Floats.At(ref scales, {Scales.Value.Layout.StepStride});");
        }
    }

    private void WriteSteps(CodeWriter code, string start, string end)
    {
        using (code.Block($"for ({start}; step < {end}; step++)"))
        {
            if (Ahead is not null)
            {
                code.Line(Ahead.Statement);
            }

            if (ScalarsFirst)
            {
                WriteByVectors(code);
            }
            else
            {
                WriteByColumns(code);
            }

            code.Line($"lanes = ref {Element.At}(ref lanes, {Layout.StepStride});");
            code.Line($"scalars = ref Floats.At(ref scalars, {StepStride});");
        }
    }

    /// <summary>Calls <paramref name="write"/> for every sum, column by column.</summary>
    public void ForEachSum(Action<int, int, string> write)
    {
        for (int column = 0; column < Columns; column++)
        {
            for (int vector = 0; vector < Vectors; vector++)
            {
                write(column, vector, Name(column, vector));
            }
        }
    }

    /// <summary>The condition that some sum is NaN.</summary>
    public string HasNaN
    {
        get
        {
            List<string> sums = [];
            ForEachSum((_, _, sum) => sums.Add(sum));
            return $"Lanes.AnyNaN({string.Join(" + ", sums)})";
        }
    }

    /// <summary>The place of a sum in a tensor of such a layout, from the reference to the tile's first one: columns are steps there.</summary>
    public Place At(string reference, LaneLayout layout, int column, int vector) =>
        Offset(reference, Times(column, layout.StepStride), layout.OfVector(Width, vector));

    /// <summary>The variable that holds a sum.</summary>
    public string Name(int column, int vector) => $"{Sum}{column}_{vector}";

    private static Place Offset(string reference, string first, string second) => new(reference, (first.Length, second.Length) switch
    {
        (0, 0) => "0",
        (0, _) => second,
        (_, 0) => first,
        _ => $"{Terms.Of(first)} + {Terms.Of(second)}",
    });

    private static string Times(int count, string stride) => (count, stride) switch
    {
        (0, _) => "",
        (_, "1") => $"{count}",
        (1, _) => stride,
        _ => $"{count} * {stride}",
    };

    /// <summary>The columns in runs of four, two and one, each with the method of that many: its sums of one vector of lanes, column by column.</summary>
    /// <param name="method">The method's name, without the number of columns.</param>
    /// <param name="vector">The vector of lanes.</param>
    /// <param name="write">Takes the method, the run's first column and its sums.</param>
    public void ForEachRun(string method, int vector, Action<string, int, string> write) =>
        ForEachRun(Columns, (first, count) => write($"{Width.Operations}.{method}{count}", first, string.Join(", ", Enumerable.Range(first, count).Select(column => Name(column, vector)))));

    /// <summary>The vectors of one column that lie side by side, in runs of four, two and one.</summary>
    /// <param name="method">The method's name, without the number of vectors.</param>
    /// <param name="column">The column.</param>
    /// <param name="write">Takes the method, the run's first vector and its sums.</param>
    public void ForEachRowRun(string method, int column, Action<string, int, string> write) =>
        ForEachRun(Vectors, (first, count) => write($"{Width.Operations}.{method}{count}", first, string.Join(", ", Enumerable.Range(first, count).Select(vector => Name(column, vector)))));

    private static void ForEachRun(int all, Action<int, int> write)
    {
        for (int first = 0, count; first < all; first += count)
        {
            count = all - first >= 4 ? 4 : all - first >= 2 ? 2 : 1;
            write(first, count);
        }
    }

    private string Load(Place place) => $"{Width.Operations}.Load({place.Arguments})";

    private string Lane(int vector)
    {
        if (!Element.IsShort)
        {
            Place place = At("lanes", Layout, 0, vector);
            return LoadLane?.Invoke(place) ?? Load(place);
        }

        int inGroup = vector % (AttentionPlan.RowGroup / Width.Lanes);
        string lane = Width.Lanes == AttentionPlan.RowGroup ? "" : FirstLane is null ? $", {inGroup * Width.Lanes}" : inGroup == 0 ? $", {FirstLane}" : $", {FirstLane} + {inGroup * Width.Lanes}";
        string numbers = $"{Element.Type}.{Element.Load}{Width.Bits}({At("lanes", Layout, 0, vector - inGroup).Reference(Element.At)}{lane})";
        return Scales is { } scales ? $"{numbers} * {Load(At("scales", scales.Layout, 0, vector))}" : numbers;
    }

    private void WriteSums(CodeWriter code)
    {
        List<string> sums = [];
        ForEachSum((column, vector, name) => sums.Add(Earlier is null ? $"{name} = default" : $"{name} = {Load(Earlier(column, vector))}"));
        for (int column = 0; Totals is not null && column < Columns; column++)
        {
            sums.Add($"{Totals}{column} = default");
        }

        for (int first = 0; first < sums.Count; first += SumsOfALine)
        {
            code.Line($"{Width.Type} {string.Join(", ", sums.Skip(first).Take(SumsOfALine))};");
        }
    }

    private void WriteByColumns(CodeWriter code)
    {
        WriteLaneOperands(code);
        for (int column = 0; column < Columns; column++)
        {
            WriteColumn(code, column);
        }
    }

    private void WriteByVectors(CodeWriter code)
    {
        for (int column = 0; column < Columns; column++)
        {
            WriteScalar(code, column);
        }

        for (int vector = 0; vector < Vectors; vector++)
        {
            code.Line($"{Width.Type} lane{vector} = {Lane(vector)};");
            for (int column = 0; column < Columns; column++)
            {
                string sum = Name(column, vector);
                code.Line($"{sum} = {Width.Operations}.MultiplyAdd(lane{vector}, scalar{column}, {sum});");
            }
        }
    }

    private void WriteScalar(CodeWriter code, int column) =>
        code.Line($"{Width.Type} scalar{column} = {Width.Operations}.Broadcast(ref scalars, {(column == 0 ? "0" : ColumnOffset is null ? Times(column, ColumnStride) : $"{ColumnOffset}{column}")});");

    private void WriteLaneOperands(CodeWriter code)
    {
        for (int vector = 0; LoadsLanesFirst && vector < Vectors; vector++)
        {
            code.Line($"{Width.Type} lane{vector} = {Lane(vector)};");
        }

        for (int vector = 0; Skips is not null && vector < Vectors; vector++)
        {
            code.Line($"{Width.Type} hidden{vector} = {Skips(vector, LoadsLanesFirst ? $"lane{vector}" : Lane(vector))};");
        }
    }

    private void WriteColumn(CodeWriter code, int column)
    {
        if (!ColumnsAreVectors)
        {
            WriteScalar(code, column);
        }

        if (Totals is not null)
        {
            code.Line($"{Totals}{column} += scalar{column};");
        }

        for (int vector = 0; vector < Vectors; vector++)
        {
            string name = Name(column, vector);
            string operand = ColumnsAreVectors ? Load(Offset("scalars", Times(column, ColumnStride), Layout.OfVector(Width, vector))) : $"scalar{column}";
            string product = $"{Width.Operations}.MultiplyAdd({(LoadsLanesFirst ? $"lane{vector}" : Lane(vector))}, {operand}, {name})";
            code.Line($"{name} = {(Skips is not null ? $"{Width.Operations}.Select(hidden{vector}, {name}, {product})" : product)};");
        }
    }
}
