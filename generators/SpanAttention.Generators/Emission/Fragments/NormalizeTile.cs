using SpanAttention.Generators.Kernel;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>The reciprocal of the row sums: a division once a row, multiplications from there on.</summary>
internal static class NormalizeTile
{
    public static Step CreateReciprocal() =>
        new(
            "Reciprocal",
            new() { { "ref float", "sum" }, { "int", "rows" }, { "ref float", "factor" } },
            "factor_i = 1 / sum_i, and 0 where sum_i = 0: a row that saw no key becomes exact zeros.",
            static (code, tile) => RowLoop.Write(code, tile, """
                Lanes.Reciprocal(VectorN.LoadUnsafe(ref Unsafe.Add(ref sum, row))).StoreUnsafe(ref Unsafe.Add(ref factor, row));
                """));
}
