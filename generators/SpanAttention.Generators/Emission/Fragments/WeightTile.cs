using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Final weights of one key tile, once the row statistics over all keys are known.</summary>
internal static class WeightTile
{
    public static TileMethod Create(AttentionPlan plan) => plan.Spec.Causal
        ? new(
            "WeightTile",
            "ref float scores, int keys, int rows, int position, ref float maximum, ref float factor",
            "ref scores, keys, rows, position, ref maximum, ref factor",
            Equation + "; 0 where a key is hidden.",
            static (code, tile) => RowLoop.WriteScores(code, tile, row => WriteCausalRow(row, tile)))
        : new(
            "WeightTile",
            "ref float scores, int keys, int rows, ref float maximum, ref float factor",
            "ref scores, keys, rows, ref maximum, ref factor",
            Equation + ".",
            static (code, tile) => RowLoop.WriteScores(code, tile, Start + Visible));

    /// <summary>The same for weights that are normalized by the sum of scores.</summary>
    public static TileMethod CreateSum() =>
        new(
            "WeightTile",
            "ref float scores, int keys, int rows, ref float factor",
            "ref scores, keys, rows, ref factor",
            "weights[j, i] = scores[j, i] · factor_i, in place of the scores.",
            static (code, tile) => RowLoop.WriteScores(code, tile, """
                VectorN<float> rowFactor = VectorN.LoadUnsafe(ref Unsafe.Add(ref factor, row));
                for (int j = 0; j < keys; j++)
                {
                    ref float score = ref Unsafe.Add(ref rowScores, j * RowGroup);
                    (VectorN.LoadUnsafe(ref score) * rowFactor).StoreUnsafe(ref score);
                }
                """));

    private const string Equation = "weights[j, i] = 2^(c · scores[j, i] − c · maximum_i) · factor_i, in place of the scores";

    private const string Start = """
        VectorN<float> largest = VectorN.LoadUnsafe(ref Unsafe.Add(ref maximum, row));
        VectorN<float> rowFactor = VectorN.LoadUnsafe(ref Unsafe.Add(ref factor, row));
        VectorN<float> shift = largest * VectorN.Create(ScaleLog2E);
        VectorN<float> far = FarRows.Find(shift);
        VectorN<float> anchor = far & largest;
        shift = VectorN.AndNot(shift, far);

        """;

    private const string Visible = """
        for (int j = 0; j < keys; j++)
        {
            ref float score = ref Unsafe.Add(ref rowScores, j * RowGroup);
            VectorN<float> raw = VectorN.LoadUnsafe(ref score);
            (Exponential.Exp2(Lanes.MultiplyAdd(raw - anchor, VectorN.Create(ScaleLog2E), -shift)) * rowFactor).StoreUnsafe(ref score);
        }
        """;

    private const string Causal = """
        for (int j = 0; j < seen; j++)
        {
            ref float score = ref Unsafe.Add(ref rowScores, j * RowGroup);
            VectorN<float> raw = VectorN.LoadUnsafe(ref score);
            VectorN<float> weight = Exponential.Exp2(Lanes.MultiplyAdd(raw - anchor, VectorN.Create(ScaleLog2E), -shift)) * rowFactor;
            VectorN<float> hidden = VectorN.Equals(raw, VectorN.Create(float.NegativeInfinity));
            VectorN.ConditionalSelect(hidden, VectorN<float>.Zero, weight).StoreUnsafe(ref score);
        }

        for (int j = seen; j < keys; j++)
        {
            VectorN<float>.Zero.StoreUnsafe(ref Unsafe.Add(ref rowScores, j * RowGroup));
        }
        """;

    private static void WriteCausalRow(CodeWriter code, TilePlan tile)
    {
        RowPositions.WriteGroupSeen(code, tile);
        code.Line(RowLoop.ForWidth(tile.Width, Start + Causal));
    }
}
