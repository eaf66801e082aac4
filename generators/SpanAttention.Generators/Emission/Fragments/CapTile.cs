using SpanAttention.Generators.Kernel;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Scores as users ask to see them: capped.</summary>
internal static class CapTile
{
    public static Step Create() =>
        new(
            "CapTile",
            new() { { "ref float", "scores" }, { "int", "keys" }, { "int", "rows" } },
            "scores[j, i] = SoftCap · tanh(scores[j, i] / SoftCap).",
            static (code, tile) => RowLoop.WriteScores(code, tile, $$"""
                for (int j = 0; j < keys; j++)
                {
                    ref float place = ref Unsafe.Add(ref rowScores, j * RowGroup);
                    VectorN<float> score = VectorN.LoadUnsafe(ref place);
                    {{ScoreStep.Cap.Code}}
                    score.StoreUnsafe(ref place);
                }
                """));
}
