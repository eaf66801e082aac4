namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Marks what the causal mask hides: −∞ among scores, −1 among weights.</summary>
internal static class HideTile
{
    public static TileMethod Create() =>
        new(
            "HideLaterKeys",
            "ref float tile, int keys, int rows, int position, float mark",
            "ref tile, keys, rows, position, mark",
            "tile[j, i] = mark where key j lies after row i, which stands at position + i; both count from the tile's first key.",
            static (code, tile) => RowLoop.Write(code, tile, $$"""
                VectorN<int> rowPosition = VectorN.Create(position + row) + VectorN.Create({{string.Join(", ", Enumerable.Range(0, tile.Width.Lanes))}});
                for (int j = Math.Max(0, position + row + 1); j < keys; j++)
                {
                    VectorN<float> hidden = VectorN.GreaterThan(VectorN.Create(j), rowPosition).AsSingle();
                    ref float place = ref Unsafe.Add(ref tile, (j * QueryBlock) + row);
                    VectorN.ConditionalSelect(hidden, VectorN.Create(mark), VectorN.LoadUnsafe(ref place)).StoreUnsafe(ref place);
                }
                """));
}
