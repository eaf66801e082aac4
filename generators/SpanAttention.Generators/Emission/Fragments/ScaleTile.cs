using SpanAttention.Generators.Kernel;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Scores as users ask to see them: multiplied by the scale.</summary>
internal static class ScaleTile
{
    public static Step Create() =>
        new(
            "ScaleTile",
            new() { { "ref float", "scores" }, { "int", "keys" }, { "int", "rows" } },
            "scores[j, i] = scores[j, i] · Scale.",
            static (code, tile) => RowLoop.WriteScores(code, tile, """
                for (int j = 0; j < keys; j++)
                {
                    ref float score = ref Unsafe.Add(ref rowScores, j * RowGroup);
                    (VectorN.LoadUnsafe(ref score) * VectorN.Create(Scale)).StoreUnsafe(ref score);
                }
                """));
}
