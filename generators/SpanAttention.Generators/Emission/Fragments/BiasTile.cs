using SpanAttention.Generators.Kernel;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Adds a projection's bias to a block of tokens.</summary>
internal static class BiasTile
{
    public static Step Create() =>
        new(
            "BiasTile",
            new() { { "ref float", "bias" }, { "int", "outputDim" }, { "int", "rows" }, { "ref float", "outputs" } },
            "outputs[o, i] = outputs[o, i] + bias[o].",
            static (code, tile) => RowLoop.Write(code, tile, $$"""
                ref float rowOutputs = ref Unsafe.Add(ref outputs, (nint){{Groups.Vector(tile.Width, "row", "outputDim")}});
                for (int o = 0; o < outputDim; o++)
                {
                    ref float output = ref Unsafe.Add(ref rowOutputs, (nint)o * RowGroup);
                    (VectorN.LoadUnsafe(ref output) + VectorN.Create(Unsafe.Add(ref bias, o))).StoreUnsafe(ref output);
                }
                """));
}
