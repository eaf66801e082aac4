using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Final weights of one key tile, once the row statistics over all keys are known.</summary>
internal static class WeightTile
{
    public static Step Of(AttentionPlan plan) => plan.Spec.SumNormalization ? CreateSum() : Create(plan);

    private static Step Create(AttentionPlan plan) => plan.Spec.HasEdge ? CreateEdge(RowPositions.Edge(plan.Spec))
        : plan.Spec.LeavesKeysOut ? CreateVisible()
        : new(
            "WeightTile",
            Parameters(edge: ""),
            Equation + ".",
            static (code, tile) => RowLoop.WriteScores(code, tile, Start + Visible));

    private static Step CreateEdge(string edge) =>
        new(
            "WeightTile",
            Parameters(edge),
            Equation + "; 0 where a key is hidden.",
            (code, tile) => RowLoop.WriteScores(code, tile, row => WriteEdgeRow(row, tile, edge)));

    private static Step CreateVisible() =>
        new(
            "WeightTile",
            Parameters(edge: ""),
            Equation + "; 0 where a key is hidden.",
            static (code, tile) => RowLoop.WriteScores(code, tile, Start + Seen.Replace("seen", "keys")));

    /// <summary>The same for weights that are normalized by the sum of scores.</summary>
    private static Step CreateSum() =>
        new(
            "WeightTile",
            Parameters(edge: "", isExponential: false),
            "weights[j, i] = scores[j, i] · factor_i, in place of the scores.",
            static (code, tile) => RowLoop.WriteScores(code, tile, """
                VectorN<float> rowFactor = VectorN.LoadUnsafe(ref Unsafe.Add(ref factor, row));
                for (int j = 0; j < keys; j++)
                {
                    ref float score = ref Unsafe.Add(ref rowScores, j * RowGroup);
                    (VectorN.LoadUnsafe(ref score) * rowFactor).StoreUnsafe(ref score);
                }
                """));

    private static Signature Parameters(string edge, bool isExponential = true) => new()
    {
        { "ref float", "scores" },
        { "int", "keys" },
        { "int", "rows" },
        { "int", edge, edge.Length > 0 },
        { "ref float", "maximum", isExponential },
        { "ref float", "factor" },
    };

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

    private const string Seen = """
        for (int j = 0; j < seen; j++)
        {
            ref float score = ref Unsafe.Add(ref rowScores, j * RowGroup);
            VectorN<float> raw = VectorN.LoadUnsafe(ref score);
            VectorN<float> weight = Exponential.Exp2(Lanes.MultiplyAdd(raw - anchor, VectorN.Create(ScaleLog2E), -shift)) * rowFactor;
            VectorN<float> hidden = VectorN.Equals(raw, VectorN.Create(float.NegativeInfinity));
            VectorN.ConditionalSelect(hidden, VectorN<float>.Zero, weight).StoreUnsafe(ref score);
        }
        """;

    private const string Unseen = """


        for (int j = seen; j < keys; j++)
        {
            VectorN<float>.Zero.StoreUnsafe(ref Unsafe.Add(ref rowScores, j * RowGroup));
        }
        """;

    private static void WriteEdgeRow(CodeWriter code, TilePlan tile, string edge)
    {
        RowPositions.WriteGroupSeen(code, tile, edge);
        code.Line(RowLoop.ForWidth(tile.Width, Start + Seen + Unseen));
    }
}
