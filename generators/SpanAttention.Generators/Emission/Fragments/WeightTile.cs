namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Final weights of one key tile, once the row statistics over all keys are known.</summary>
internal static class WeightTile
{
    public static TileMethod Create() =>
        new(
            "WeightTile",
            "ref float scores, int keys, int rows, ref float maximum, ref float factor",
            "ref scores, keys, rows, ref maximum, ref factor",
            "weights[j, i] = 2^(c · scores[j, i] − c · maximum_i) · factor_i, in place of the scores; 0 where a key is hidden.",
            static (code, tile) => RowLoop.Write(code, tile, """
                VectorN<float> largest = VectorN.LoadUnsafe(ref Unsafe.Add(ref maximum, row));
                VectorN<float> rowFactor = VectorN.LoadUnsafe(ref Unsafe.Add(ref factor, row));
                VectorN<float> shift = largest * VectorN.Create(ScaleLog2E);
                VectorN<float> far = FarRows.Find(shift);
                VectorN<float> anchor = far & largest;
                shift = VectorN.AndNot(shift, far);
                for (int j = 0; j < keys; j++)
                {
                    ref float score = ref Unsafe.Add(ref scores, (j * QueryBlock) + row);
                    VectorN<float> raw = VectorN.LoadUnsafe(ref score);
                    VectorN<float> weight = Exponential.Exp2(Lanes.MultiplyAdd(raw - anchor, VectorN.Create(ScaleLog2E), -shift)) * rowFactor;
                    VectorN<float> hidden = VectorN.Equals(raw, VectorN.Create(float.NegativeInfinity));
                    VectorN.ConditionalSelect(hidden, VectorN<float>.Zero, weight).StoreUnsafe(ref score);
                }
                """));

    /// <summary>The same for weights that are normalized by the sum of scores.</summary>
    public static TileMethod CreateSum() =>
        new(
            "WeightTile",
            "ref float scores, int keys, int rows, ref float factor",
            "ref scores, keys, rows, ref factor",
            "weights[j, i] = scores[j, i] · factor_i, in place of the scores.",
            static (code, tile) => RowLoop.Write(code, tile, """
                VectorN<float> rowFactor = VectorN.LoadUnsafe(ref Unsafe.Add(ref factor, row));
                for (int j = 0; j < keys; j++)
                {
                    ref float score = ref Unsafe.Add(ref scores, (j * QueryBlock) + row);
                    (VectorN.LoadUnsafe(ref score) * rowFactor).StoreUnsafe(ref score);
                }
                """));
}
