using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Planning;

/// <summary>Chooses register tiles: as many sums as hide the latency of multiply-add and still leave registers for operands.</summary>
internal static class TilePlanner
{
    // AVX-512 has 32 registers. Columns × vectors of sums, the vectors' operands and one broadcast must fit; more would spill.
    private static readonly int[] WideColumns = [16, 8, 8, 4];

    // 16 registers: a group of 16 rows, and 12 or 8 sums with their operands.
    private static readonly TileShape Medium = new(Vectors: 2, Columns: 6);

    // Hiding keys takes registers of its own: beside 12 sums the JIT keeps one of them in memory, inside the loop, which costs a third of the time.
    private static readonly TileShape MediumGroup = new(Vectors: 2, Columns: 4);
    private static readonly TileShape Narrow = new(Vectors: 4, Columns: 2);

    // Contexts in rows take two vectors of each value: tokens lie kilobytes apart, in few sets of the first cache, so that four vectors would evict each other.
    private static readonly TileShape NarrowContexts = new(Vectors: 2, Columns: 4);

    // One vector of a row: eight rows hide the latency of multiply-add.
    private static readonly TileShape Single = new(Vectors: 1, Columns: 8);

    public static EquatableArray<TilePlan> Plan(int queryBlock, int valueDim, CompilationFacts facts) => new(VectorWidth.Of(facts).Select(width => Plan(width, queryBlock, valueDim)));

    /// <summary>Register tiles for gradients, vectors of head dimensions × rows, from most vectors to one.</summary>
    /// <param name="width">The vector register.</param>
    /// <param name="isRest">Tells whether less than a wider vector remains.</param>
    public static IEnumerable<TileShape> Gradients(VectorWidth width, bool isRest) => (width.Bits, isRest) switch
    {
        (512, _) => WideColumns.Select(static (columns, index) => new TileShape(index + 1, columns)).Reverse(),
        (256, false) => [Medium, Single],
        (128, false) => [NarrowContexts, Single],
        _ => [Single],
    };

    private static TilePlan Plan(VectorWidth width, int queryBlock, int valueDim) => width.Bits switch
    {
        512 => new(width, Wide(queryBlock / width.Lanes), Wide(1), Wide(valueDim % (2 * width.Lanes) == 0 ? 2 : 1)),
        256 => new(width, Medium, MediumGroup, Medium),
        _ => new(width, Narrow, Narrow, NarrowContexts),
    };

    private static TileShape Wide(int vectors) => new(vectors, WideColumns[vectors - 1]);
}
