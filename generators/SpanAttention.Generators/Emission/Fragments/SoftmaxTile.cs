using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Turns one tile of scores into weights relative to the row's running maximum, and carries the row's statistics on (online softmax, Milakov and Gimelshein, 2018).</summary>
internal static class SoftmaxTile
{
    public static Step Create(AttentionPlan plan) =>
        new(
            "SoftmaxTile",
            new()
            {
                { "ref float", "scores" },
                { "int", "keys" },
                { "int", "rows" },
                { "int", RowPositions.Edge(plan.Spec), plan.Spec.HasEdge },
                { "ref float", "previous", !plan.SingleTile },
                { "ref float", "maximum" },
                { "ref float", "sum" },
                { "ref float", "rescale" },
            },
            "weights[j, i] = 2^(c · scores[j, i] − c · maximum_i), in place of the scores; "
                + (plan.Spec.Adjusts && plan.Spec.LeavesKeysOut ? "−0 where a key is hidden; " : "")
                + (plan.SingleTile ? "sum_i = Σ weights[j, i], rescale_i = 1 / sum_i." : "sum_i and rescale_i follow the new maximum."),
            (code, tile) => RowLoop.WriteScores(code, tile, row => WriteRow(row, tile, plan)));

    private static void WriteRow(CodeWriter code, TilePlan tile, AttentionPlan plan)
    {
        if (plan.Spec.HasEdge)
        {
            RowPositions.WriteGroupSeen(code, tile, RowPositions.Edge(plan.Spec));
        }

        code.Line(RowLoop.ForWidth(tile.Width, plan.SingleTile ? Shift : Shift + Rescale));
        code.Line(RowLoop.ForWidth(tile.Width, !plan.Spec.Adjusts ? Weights : plan.Spec.LeavesKeysOut ? MarkedWeights : AnchoredWeights).Replace("keys", plan.Spec.HasEdge ? "seen" : "keys"));
        code.Line(RowLoop.ForWidth(tile.Width, plan.SingleTile ? Sum : RescaledSum));
    }

    private const string Shift = """
        VectorN<float> largest = VectorN.LoadUnsafe(ref Unsafe.Add(ref maximum, row));
        VectorN<float> shift = largest * VectorN.Create(ScaleLog2E);
        VectorN<float> far = FarRows.Find(shift);

        """;

    private const string Rescale = """

        // rescale = 2^(c · previous − c · maximum); far rows take the difference before the product
        VectorN<float> before = VectorN.LoadUnsafe(ref Unsafe.Add(ref previous, row));
        VectorN<float> step = VectorN.ConditionalSelect(far, (before - largest) * VectorN.Create(ScaleLog2E), (before * VectorN.Create(ScaleLog2E)) - shift);
        VectorN<float> factor = Exponential.Exp2(step);
        factor.StoreUnsafe(ref Unsafe.Add(ref rescale, row));
        largest.StoreUnsafe(ref Unsafe.Add(ref previous, row));

        """;

    private const string Weights = """
        // weights = 2^(c · scores − c · maximum), total = Σ weights
        shift = VectorN.AndNot(shift, far);
        VectorN<float> total = VectorN<float>.Zero;
        for (int j = 0; j < keys; j++)
        {
            ref float score = ref Unsafe.Add(ref rowScores, j * RowGroup);
            VectorN<float> weight = Exponential.Exp2(Lanes.MultiplyAdd(VectorN.LoadUnsafe(ref score), VectorN.Create(ScaleLog2E), -shift));
            weight.StoreUnsafe(ref score);
            total += weight;
        }

        """;

    private const string Anchor = """
        // weights = 2^(c · scores − c · maximum), total = Σ weights; far rows subtract their maximum before the product
        VectorN<float> anchor = far & largest;
        shift = VectorN.AndNot(shift, far);
        VectorN<float> total = VectorN<float>.Zero;

        """;

    private const string AnchoredWeights = Anchor + """
        for (int j = 0; j < keys; j++)
        {
            ref float score = ref Unsafe.Add(ref rowScores, j * RowGroup);
            VectorN<float> weight = Exponential.Exp2(Lanes.MultiplyAdd(VectorN.LoadUnsafe(ref score) - anchor, VectorN.Create(ScaleLog2E), -shift));
            weight.StoreUnsafe(ref score);
            total += weight;
        }

        """;

    // Hidden is told by the score itself: a visible one of a far row may become −∞ when the maximum is subtracted.
    private const string MarkedWeights = Anchor + """
        for (int j = 0; j < keys; j++)
        {
            ref float score = ref Unsafe.Add(ref rowScores, j * RowGroup);
            VectorN<float> raw = VectorN.LoadUnsafe(ref score);
            VectorN<float> hidden = VectorN.Equals(raw, VectorN.Create(float.NegativeInfinity));
            VectorN<float> weight = Exponential.Exp2(Lanes.MultiplyAdd(raw - anchor, VectorN.Create(ScaleLog2E), -shift));
            weight = VectorN.ConditionalSelect(hidden, VectorN.Create(-0f), weight);
            weight.StoreUnsafe(ref score);
            total += weight;
        }

        """;

    private const string Sum = """
        // A row without keys has sum 0 and gets factor 0, hence exact zeros.
        total.StoreUnsafe(ref Unsafe.Add(ref sum, row));
        Lanes.Reciprocal(total).StoreUnsafe(ref Unsafe.Add(ref rescale, row));
        """;

    private const string RescaledSum = """
        // sum = sum · rescale + total
        ref float rowSum = ref Unsafe.Add(ref sum, row);
        Lanes.MultiplyAdd(VectorN.LoadUnsafe(ref rowSum), factor, total).StoreUnsafe(ref rowSum);
        """;
}
