namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Marks what the causal mask hides among the scores that users ask to see.</summary>
internal static class HideTile
{
    public static TileMethod Create() =>
        new(
            "HideLaterKeys",
            "ref float scores, int keys, int rows, int position",
            "ref scores, keys, rows, position",
            "scores[j, i] = −∞ where key j lies after row i, which stands at position + i; both count from the tile's first key.",
            static (code, tile) => RowLoop.WriteScores(code, tile, $$"""
                VectorN<int> rowPosition = {{RowPositions.Of(tile.Width, "position + row")}};
                for (int j = Math.Max(0, position + row + 1); j < keys; j++)
                {
                    VectorN<float> hidden = VectorN.GreaterThan(VectorN.Create(j), rowPosition).AsSingle();
                    ref float score = ref Unsafe.Add(ref rowScores, j * RowGroup);
                    VectorN.ConditionalSelect(hidden, VectorN.Create(float.NegativeInfinity), VectorN.LoadUnsafe(ref score)).StoreUnsafe(ref score);
                }
                """));
}
