using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plan of a layer's projections: tokens are rows, outputs are vector lanes, and a register tile is some rows × four or two vectors of outputs. Layers of equal plans share what is emitted.</summary>
/// <param name="Rows">Rows that some call has at once, fewest first.</param>
/// <param name="OutputStep">What outputs come by in every projection: 64, 32 or 16.</param>
/// <param name="MostOutputs">Outputs of the widest projection, 64 at most.</param>
/// <param name="HasInputBlocks">Whether inputs go in blocks somewhere, each of which adds to the sums of those before.</param>
internal sealed record ProjectionPlan(EquatableArray<int> Rows, int OutputStep, int MostOutputs, bool HasInputBlocks) : SharedPlan
{
    /// <summary>Tokens that share one reading of the weights where lengths are not declared: any call has as many, or fewer.</summary>
    public const int WholeBlock = 64;

    /// <summary>Outputs of a whole panel, in the widest vectors.</summary>
    private static readonly int WidestPanel = Panel(VectorWidth.All[0]);

    /// <param name="rows">Rows that some call has at once.</param>
    /// <param name="widths">Outputs of the layer's projections.</param>
    /// <param name="inputs">Inputs of the projection that has most of them.</param>
    public static ProjectionPlan Of(IEnumerable<int> rows, IEnumerable<int> widths, int inputs)
    {
        int[] outputs = [.. widths.Select(PackedTensor.Round)];
        EquatableArray<int> some = new(rows.OrderBy(static count => count));
        return new(
            some,
            VectorWidth.All.Select(Panel).First(panel => outputs.All(count => count % panel == 0)),
            outputs.Select(static count => Math.Min(count, WidestPanel)).Max(),
            some.Any(IsMany) && inputs > InputBlock);
    }

    /// <summary>Most rows of a register tile.</summary>
    public const int MostRows = 6;

    /// <summary>From so many rows on, inputs go in blocks, whose weights stay in the first level of cache for all rows; fewer rows read each weight but once or twice.</summary>
    public const int ManyRows = 9;

    /// <summary>Rows of a tile where two tiles share what is left: 7 are 4 and 3, not 6 and 1.</summary>
    public const int HalfRows = 4;

    /// <summary>Inputs of a block: 64 outputs × 128 inputs of weights are 32 KB.</summary>
    public const int InputBlock = 128;

    /// <summary>Vectors of outputs that are summed side by side, at most.</summary>
    public const int Vectors = 4;

    /// <summary>Rows of a tile where there are many: sums of four vectors, or of two where there are 16 registers.</summary>
    public static int FullRows(VectorWidth width) => width.Bits == 512 ? HalfRows : MostRows;

    /// <summary>Vectors of outputs beside so many rows: 16 registers hold three rows × four vectors of sums, or six × two.</summary>
    public static int VectorsBeside(VectorWidth width, int rows) => width.Bits == 512 || rows <= 3 ? Vectors : 2;

    /// <summary>Outputs of four vectors.</summary>
    public static int Panel(VectorWidth width) => Vectors * width.Lanes;

    /// <summary>Tells whether some projection has groups of outputs beyond whole panels.</summary>
    public bool HasRest(VectorWidth width) => OutputStep < Panel(width);

    /// <summary>Tells whether some projection has a whole panel.</summary>
    public bool HasPanels(VectorWidth width) => MostOutputs >= Panel(width);

    /// <summary>Tells whether some call has many rows.</summary>
    public bool HasMany => Rows.Any(IsMany);

    /// <summary>The number that weights are stored as.</summary>
    public StoredNumber Element { get; init; } = StoredNumber.Single;

    /// <summary>Tells whether calls with many rows widen the weights of a panel once for all of them; fewer rows widen as they read.</summary>
    /// <remarks>
    /// A GPT-2 block on 128 tokens (Zen 5) took 0.84, 0.86 and 0.83 of its time with Int8 in vectors of 512, 256 and 128 bits, and with BFloat16 1.05, 1.01 and 0.87: a shift costs less than a second reading of what it gives, but where a tile has few rows' work for it.
    /// </remarks>
    public bool WidensPanels(VectorWidth width) => HasMany && HasPanels(width) && (Element.IsScaled || (Element.IsShort && width.Bits == 128));

    /// <summary>Floats of stack for a panel's widened weights.</summary>
    public static int WidenedLength(VectorWidth width) => (Panel(width) * InputBlock) + AttentionPlan.AlignmentSlack;

    /// <summary>Bytes of stack for them, whatever the vector width.</summary>
    public int StackBytes => VectorWidth.All.Where(WidensPanels).Select(WidenedLength).DefaultIfEmpty(0).Max() * sizeof(float);

    /// <summary>Tells whether some call goes on from the sums of another, as where its inputs come part by part.</summary>
    public bool GoesOn { get; init; }

    /// <summary>Tells whether tiles add to what is there, so that it must be 0 at first.</summary>
    public bool AddsToOutputs => HasInputBlocks || GoesOn;

    /// <summary>The class of what is emitted: <c>ProjectionBy64InBlocks</c> for all numbers of rows, outputs by 64 and more than 128 inputs.</summary>
    public override string ClassName => string.Concat(
        "Projection",
        Element.IsShort ? $"Of{Element.Type.Replace("Element", "")}" : "",
        Rows.SequenceEqual(Enumerable.Range(1, WholeBlock)) ? "" : $"Of{string.Join("And", Runs(Rows))}Rows",
        $"By{OutputStep}",
        MostOutputs < WidestPanel ? $"UpTo{MostOutputs}" : "",
        HasInputBlocks ? "InBlocks" : "",
        GoesOn ? "GoingOn" : "");

    /// <summary>Rows of the next tile where so many are left: full tiles, and never one row alone after others.</summary>
    public static int Next(VectorWidth width, int left) => left > 2 * HalfRows ? FullRows(width) : left > MostRows ? HalfRows : left;

    /// <summary>The same as emitted code says it.</summary>
    /// <param name="width">The vector register.</param>
    /// <param name="left">Rows that are left, an expression.</param>
    public static string Next(VectorWidth width, string left)
    {
        string last = $"{left} > {MostRows} ? {HalfRows} : {left}";
        return FullRows(width) == HalfRows ? last : $"{left} > {2 * HalfRows} ? {FullRows(width)} : {last}";
    }

    /// <summary>Rows of the register tiles of a width.</summary>
    public IEnumerable<int> TilesOf(VectorWidth width) => Rows.SelectMany(rows => Tiles(width, rows)).Distinct().OrderBy(static rows => rows);

    /// <summary>Rows of the register tiles that calls with many rows take: of one row, or two, there are none.</summary>
    public IEnumerable<int> TilesOfMany(VectorWidth width) => Rows.Where(IsMany).SelectMany(rows => Tiles(width, rows)).Distinct();

    /// <summary>The same of calls with fewer rows.</summary>
    public IEnumerable<int> TilesOfFew(VectorWidth width) => Rows.Where(static rows => !IsMany(rows)).SelectMany(rows => Tiles(width, rows)).Distinct().OrderBy(static rows => rows);

    private static bool IsMany(int rows) => rows >= ManyRows;

    /// <summary>Ascending numbers, those that follow each other together: <c>1To8</c> and <c>64</c>.</summary>
    private static IEnumerable<string> Runs(IEnumerable<int> numbers) =>
        numbers.Select(static (number, index) => (number, first: number - index)).GroupBy(static pair => pair.first, static pair => pair.number)
            .Select(static run => run.First() == run.Last() ? $"{run.First()}" : $"{run.First()}To{run.Last()}");

    private static IEnumerable<int> Tiles(VectorWidth width, int rows)
    {
        for (int left = rows; left > 0; left -= Next(width, left))
        {
            yield return Next(width, left);
        }
    }
}
