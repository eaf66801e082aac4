using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>
/// The one multiply-add loop of all routines: columns × vectors of sums held in registers, sum[column, row] = Σ over steps of lanes[step, row] · scalar[step, column].
/// Rows are lanes of vectors; scalars are broadcast from memory as it lies, so keys, values and weights are never packed.
/// </summary>
/// <param name="Width">The vector register.</param>
/// <param name="Vectors">Vectors of rows.</param>
/// <param name="Columns">Keys, value dimensions or outputs summed at once.</param>
/// <param name="Sum">Name of the sums: <c>score</c>, <c>context</c>, <c>output</c>.</param>
/// <param name="Steps">The loop's bound, an expression.</param>
/// <param name="Lanes">Reference to the rows' operand at step 0.</param>
/// <param name="LaneStride">Floats from one step's rows to the next.</param>
/// <param name="Scalars">Reference to column 0 at step 0.</param>
/// <param name="ColumnStride">Floats from one column to the next.</param>
/// <param name="StepStride">Floats from one step to the next.</param>
internal sealed record RegisterTile(
    VectorWidth Width,
    int Vectors,
    int Columns,
    string Sum,
    string Steps,
    string Lanes,
    string LaneStride,
    string Scalars,
    string ColumnStride,
    string StepStride)
{
    /// <summary>Reference to sums that earlier steps left, <c>[column, row]</c> by LaneStride; empty where sums start from zero.</summary>
    public string Earlier { get; init; } = "";

    /// <summary>Whether rows whose operand is negative leave their sums alone: a hidden key's weight is marked −1.</summary>
    public bool SkipsNegative { get; init; }

    public void Write(CodeWriter code)
    {
        WriteSums(code);
        code.Line($"ref float lanes = ref {Lanes};");
        code.Line($"ref float scalars = ref {Scalars};");
        using (code.Block($"for (int step = 0; step < {Steps}; step++)"))
        {
            WriteLaneOperands(code);
            for (int column = 0; column < Columns; column++)
            {
                WriteColumn(code, column);
            }

            code.Line($"lanes = ref Unsafe.Add(ref lanes, {LaneStride});");
            code.Line($"scalars = ref Unsafe.Add(ref scalars, {StepStride});");
        }

        code.Line();
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

    /// <summary><c>ref float</c> plus an element offset of columns and vectors, without what adds nothing.</summary>
    public string At(string reference, string columnStride, int column, int vector) => Offset(reference, Times(column, columnStride), vector * Width.Lanes);

    private static string Offset(string reference, string first, int second) => (first, second) switch
    {
        ("", 0) => $"ref {reference}",
        ("", _) => $"ref Unsafe.Add(ref {reference}, {second})",
        (_, 0) => $"ref Unsafe.Add(ref {reference}, {first})",
        _ => $"ref Unsafe.Add(ref {reference}, ({first}) + {second})",
    };

    private static string Times(int count, string stride) => (count, stride) switch
    {
        (0, _) => "",
        (_, "1") => $"{count}",
        (1, _) => stride,
        _ => $"{count} * {stride}",
    };

    private void WriteSums(CodeWriter code) =>
        ForEachSum((column, vector, name) =>
            code.Line($"{Width.Type} {name} = {(Earlier.Length == 0 ? $"{Width.Type}.Zero" : $"{Width.Class}.LoadUnsafe({At(Earlier, LaneStride, column, vector)})")};"));

    private void WriteLaneOperands(CodeWriter code)
    {
        for (int vector = 0; vector < Vectors; vector++)
        {
            code.Line($"{Width.Type} lane{vector} = {Width.Class}.LoadUnsafe({At("lanes", "", 0, vector)});");
        }

        for (int vector = 0; SkipsNegative && vector < Vectors; vector++)
        {
            code.Line($"{Width.Type} hidden{vector} = {Width.Class}.LessThan(lane{vector}, {Width.Type}.Zero);");
        }
    }

    private void WriteColumn(CodeWriter code, int column)
    {
        string scalar = column == 0 ? "scalars" : $"Unsafe.Add(ref scalars, {Times(column, ColumnStride)})";
        code.Line($"{Width.Type} scalar{column} = {Width.Class}.Create({scalar});");
        for (int vector = 0; vector < Vectors; vector++)
        {
            string name = Name(column, vector);
            string product = $"Lanes.MultiplyAdd(lane{vector}, scalar{column}, {name})";
            code.Line($"{name} = {(SkipsNegative ? $"{Width.Class}.ConditionalSelect(hidden{vector}, {name}, {product})" : product)};");
        }
    }

    private string Name(int column, int vector) => $"{Sum}{column}_{vector}";
}
