using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>The online softmax of rows that lie along the keys.</summary>
internal static class SharedSoftmax
{
    public static TileMethod Create(AttentionPlan plan) => plan.Spec.Causal
        ? New("int position, ", "position, ", "Math.Clamp(position + (row / GroupSize) + 1, 0, keys)", Body)
        : New("", "", "keys", plan.Additive is null ? Body : BodyOfLimited);

    private static TileMethod New(string positionParameter, string positionArgument, string seen, string body) => new(
        "SharedSoftmax",
        $"ref float scores, int keys, int rows, {positionParameter}ref float maximum, ref float sum, ref float rescale",
        $"ref scores, keys, rows, {positionArgument}ref maximum, ref sum, ref rescale",
        "weights[i, j] = 2^(c · scores[i, j] − c · maximum_i), in place of the scores; sum_i and rescale_i follow the new maximum.",
        (code, tile) =>
        {
            using (code.Block("for (int row = 0; row < rows; row++)"))
            {
                code.Line($"int seen = {seen};");
                code.Line(RowLoop.ForWidth(tile.Width, body).Replace("LaneNumbers", string.Join(", ", Enumerable.Range(0, tile.Width.Lanes))).Replace("LaneCount", $"{tile.Width.Lanes}"));
            }

            code.Line();
            code.Line("// sum_i = sum_i · rescale_i + Σ weights[i, j], in the order of the keys");
            code.Line("Rows.AddSums(ref scores, KeyTile, keys, rows, ref rescale, ref sum);");
        });

    /// <summary>The same where scores came within their limit, and then were hidden: −∞ stays.</summary>
    private static readonly string BodyOfLimited = Body.Replace(Bound, "").Replace(Bounded, "VectorN.LoadUnsafe(ref score)");

    private const string Bound = "VectorN<float> bound = VectorN.Create(ScoreLimit);\n";
    private const string Bounded = "Lanes.Clamp(VectorN.LoadUnsafe(ref score), bound)";

    private const string Body = """
        ref float rowScores = ref Unsafe.Add(ref scores, row * KeyTile);
        float before = Unsafe.Add(ref maximum, row);

        // maximum = max(previous maximum, scores); unseen keys are −∞
        VectorN<float> bound = VectorN.Create(ScoreLimit);
        VectorN<int> positions = VectorN.Create(seen - 1);
        VectorN<float> largest = VectorN.Create(before);
        for (int j = 0; j < keys; j += LaneCount)
        {
            ref float score = ref Unsafe.Add(ref rowScores, j);
            VectorN<float> hidden = VectorN.GreaterThan(VectorN.Create(j) + VectorN.Create(LaneNumbers), positions).AsSingle();
            VectorN<float> visible = VectorN.ConditionalSelect(hidden, VectorN.Create(float.NegativeInfinity), Lanes.Clamp(VectorN.LoadUnsafe(ref score), bound));
            largest = Lanes.Store(visible, ref score, largest);
        }

        // weights = 2^(c · scores − c · maximum), rescale = 2^(c · previous − c · maximum)
        float top = Lanes.Largest(largest);
        RowShift shift = new(top, ScaleLog2E);
        for (int j = 0; j < keys; j += LaneCount)
        {
            ref float score = ref Unsafe.Add(ref rowScores, j);
            VectorN<float> distance = VectorN.LoadUnsafe(ref score) - VectorN.Create(shift.Anchor);
            Exponential.Exp2(Lanes.MultiplyAdd(distance, VectorN.Create(ScaleLog2E), VectorN.Create(-shift.Product))).StoreUnsafe(ref score);
        }

        Unsafe.Add(ref maximum, row) = top;
        Unsafe.Add(ref rescale, row) = shift.Rescale(before, ScaleLog2E);
        """;
}
