namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Divides by the row sums: 1 / sum once a row, then a multiplication.</summary>
internal static class NormalizeTile
{
    /// <summary>The reciprocal; a row that saw no key has sum 0 and gets factor 0, hence exact zeros.</summary>
    public static TileMethod CreateReciprocal() =>
        new(
            "Reciprocal",
            "ref float sum, int rows, ref float factor",
            "ref sum, rows, ref factor",
            "factor_i = 1 / sum_i, and 0 where sum_i = 0.",
            static (code, tile) => RowLoop.Write(code, tile, """
                VectorN<float> total = VectorN.LoadUnsafe(ref Unsafe.Add(ref sum, row));
                VectorN<float> empty = VectorN.Equals(total, VectorN<float>.Zero);
                VectorN.ConditionalSelect(empty, VectorN<float>.Zero, VectorN<float>.One / total).StoreUnsafe(ref Unsafe.Add(ref factor, row));
                """));

    public static TileMethod CreateContext() =>
        new(
            "NormalizeContext",
            "ref float context, int dims, int rows, ref float factor",
            "ref context, dims, rows, ref factor",
            "context_i = context_i · factor_i.",
            static (code, tile) => RowLoop.Write(code, tile, """
                VectorN<float> rowFactor = VectorN.LoadUnsafe(ref Unsafe.Add(ref factor, row));
                for (int x = 0; x < dims; x++)
                {
                    // Adding zero makes −0 a +0, whatever order zeros were added in.
                    ref float element = ref Unsafe.Add(ref context, (x * QueryBlock) + row);
                    Lanes.MultiplyAdd(VectorN.LoadUnsafe(ref element), rowFactor, VectorN<float>.Zero).StoreUnsafe(ref element);
                }
                """));
}
