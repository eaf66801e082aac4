using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plan of a layer's projections: tokens are rows, outputs are vector lanes, and a register tile is some rows × four or two vectors of outputs.</summary>
/// <param name="Rows">Rows of the register tiles that some call needs, fewest first.</param>
/// <param name="Widths">Outputs of the layer's projections, whole groups.</param>
/// <param name="Inputs">Inputs of the projection that has most of them.</param>
internal sealed record ProjectionPlan(EquatableArray<int> Rows, EquatableArray<int> Widths, int Inputs)
{
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
    public bool HasRest(VectorWidth width) => Widths.Any(outputs => outputs % Panel(width) != 0);

    /// <summary>Tells whether some projection has a whole panel.</summary>
    public bool HasPanels(VectorWidth width) => Widths.Any(outputs => outputs >= Panel(width));

    /// <summary>Tells whether some call has many rows.</summary>
    public bool HasMany => Rows.Any(IsMany);

    /// <summary>Tells whether inputs go in blocks somewhere, each of which adds to the sums of those before.</summary>
    public bool HasInputBlocks => HasMany && Inputs > InputBlock;

    /// <summary>The number that weights are stored as.</summary>
    public StoredNumber Element { get; init; } = StoredNumber.Single;

    /// <summary>Tells whether some call goes on from the sums of another, as where its inputs come part by part.</summary>
    public bool GoesOn { get; init; }

    /// <summary>Tells whether tiles add to what is there, so that it must be 0 at first.</summary>
    public bool AddsToOutputs => HasInputBlocks || GoesOn;

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

    private static bool IsMany(int rows) => rows >= ManyRows;

    private static IEnumerable<int> Tiles(VectorWidth width, int rows)
    {
        for (int left = rows; left > 0; left -= Next(width, left))
        {
            yield return Next(width, left);
        }
    }
}
