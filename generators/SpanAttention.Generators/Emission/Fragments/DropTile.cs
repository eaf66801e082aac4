using SpanAttention.Generators.Kernel;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Marks the weights that dropout leaves out, after they were summed.</summary>
internal static class DropTile
{
    public static Step Create() =>
        new(
            "DropTile",
            new() { { "ref float", "dropped" }, { "int", "keys" }, { "int", "rows" }, { "ref float", "scores" } },
            "weights[j, i] = −0 where dropped[j, i] = −∞.",
            static (code, tile) => RowLoop.WriteScores(code, tile, $$"""
                ref float rowDropped = ref Unsafe.Add(ref dropped, {{Groups.Vector(tile.Width, "row", "KeyTile")}});
                for (int j = 0; j < keys; j++)
                {
                    ref float weight = ref Unsafe.Add(ref rowScores, j * RowGroup);
                    VectorN<float> isDropped = VectorN.Equals(VectorN.LoadUnsafe(ref Unsafe.Add(ref rowDropped, j * RowGroup)), VectorN.Create(float.NegativeInfinity));
                    VectorN.ConditionalSelect(isDropped, VectorN.Create(-0f), VectorN.LoadUnsafe(ref weight)).StoreUnsafe(ref weight);
                }
                """));
}
