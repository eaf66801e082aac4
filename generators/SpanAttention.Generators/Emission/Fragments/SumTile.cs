using SpanAttention.Generators.Kernel;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>The normalization by the sum of scores: scores are the weights, and only their sum is carried on.</summary>
internal static class SumTile
{
    public static Step Create() =>
        new(
            "SumTile",
            new() { { "ref float", "scores" }, { "int", "keys" }, { "int", "rows" }, { "ref float", "sum" }, { "ref float", "rescale" } },
            "sum_i = sum_i + Σ_j scores[j, i]; nothing is rescaled.",
            static (code, tile) => RowLoop.WriteScores(code, tile, """
                VectorN<float> total = VectorN<float>.Zero;
                for (int j = 0; j < keys; j++)
                {
                    total += VectorN.LoadUnsafe(ref Unsafe.Add(ref rowScores, j * RowGroup));
                }

                ref float rowSum = ref Unsafe.Add(ref sum, row);
                (VectorN.LoadUnsafe(ref rowSum) + total).StoreUnsafe(ref rowSum);
                VectorN<float>.One.StoreUnsafe(ref Unsafe.Add(ref rescale, row));
                """));
}
