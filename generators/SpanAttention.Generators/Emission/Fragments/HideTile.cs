using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Marks what the causal mask hides among the scores that users ask to see.</summary>
internal static class HideTile
{
    public static Step Create(AttentionPlan plan) => Create(RowPositions.Edge(plan.Spec), RowPositions.EdgeWords(plan.Spec));

    private static Step Create(string edge, string words) =>
        new(
            "HideLaterKeys",
            new() { { "ref float", "scores" }, { "int", "keys" }, { "int", "rows" }, { "int", edge } },
            $"scores[j, i] = −∞ where key j lies after row i, {words}; both count from the tile's first key.",
            (code, tile) => RowLoop.WriteScores(code, tile, $$"""
                VectorN<int> rowPosition = {{RowPositions.Of(tile.Width, $"{edge} + row")}};
                for (int j = Math.Max(0, {{edge}} + row + 1); j < keys; j++)
                {
                    VectorN<float> hidden = VectorN.GreaterThan(VectorN.Create(j), rowPosition).AsSingle();
                    ref float score = ref Unsafe.Add(ref rowScores, j * RowGroup);
                    VectorN.ConditionalSelect(hidden, VectorN.Create(float.NegativeInfinity), VectorN.LoadUnsafe(ref score)).StoreUnsafe(ref score);
                }
                """));
}
