using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Planning;

/// <summary>Chooses register tiles: as many accumulators as hide the latency of multiply-add and still leave registers for operands.</summary>
internal static class TilePlanner
{
    // AVX-512 has 32 registers. Columns × vectors accumulators, the vectors' operands and one broadcast must fit; more would spill.
    private static readonly int[] WideColumns = [16, 8, 8, 4];

    private const int NarrowVectors = 2;
    private const int NarrowColumns = 4;

    public static EquatableArray<TilePlan> Plan(int queryBlock, int valueDim) =>
        new(VectorWidth.All.Select(width => Plan(width, queryBlock, valueDim)));

    private static TilePlan Plan(VectorWidth width, int queryBlock, int valueDim)
    {
        bool wide = width.Bits == 512;
        int vectors = wide ? queryBlock / width.Lanes : NarrowVectors;
        int columns = wide ? WideColumns[vectors - 1] : NarrowColumns;
        return new(width, vectors, columns, Math.Min(columns, valueDim), columns);
    }
}
