using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>The online softmax of rows that lie along the keys.</summary>
internal static class SharedSoftmax
{
    public static TileMethod Create(AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        string edge = RowPositions.Edge(spec);
        (string edgeParameter, string edgeArgument) = spec.HasEdge ? ($"int {edge}, ", $"{edge}, ") : ("", "");
        return new(
            "SharedSoftmax",
            $"ref float scores, {OptionParameters(spec)}int keys, int rows, {edgeParameter}ref float maximum, ref float rescale",
            $"ref scores, {OptionArguments(spec, "firstHead", "position")}keys, rows, {edgeArgument}ref maximum, ref rescale",
            $"weights[i, j] = 2^(c · scores[i, j] − c · maximum_i), in place of the scores{Adjusted(spec)}; rescale_i follows the new maximum.",
            (code, tile) => WriteBody(code, tile, spec));
    }

    /// <summary>Adds the weights up where nothing else does on its way over them.</summary>
    public const string AddSums = "Rows.AddSums(ref scores, KeyTile, keys, rows, ref rescale, ref sum);";

    /// <summary>Arguments that options need beside the scores, as the routine over the rows of a key/value head passes them.</summary>
    public static string OptionArguments(AttentionSpec spec) => OptionArguments(spec, "keyValueHead * GroupSize", "position - tile");

    private static string OptionParameters(AttentionSpec spec) =>
        $"{(spec.HasPairs ? "ref float bias, " : "")}{(spec.Alibi ? "int firstHead, " : "")}{(ComparesPositions(spec) ? "int position, " : "")}";

    private static string OptionArguments(AttentionSpec spec, string firstHead, string position) =>
        $"{(spec.HasPairs ? "ref bias, " : "")}{(spec.Alibi ? $"{firstHead}, " : "")}{(ComparesPositions(spec) ? $"{position}, " : "")}";

    // With an edge at the position itself, that argument comes anyway.
    private static bool ComparesPositions(AttentionSpec spec) => NeedsDistance(spec) && spec.RightBound != 0;

    private static bool NeedsDistance(AttentionSpec spec) => spec.Alibi || spec.LeftWindow is not null;

    private static string Adjusted(AttentionSpec spec) =>
        spec.Adjusts ? $"; sums become scores first: {string.Concat(ScoreStep.All(spec).Select(static step => step.Equation + ", "))}within ±ScoreLimit; hidden keys weigh −0" : "";

    private static void WriteBody(CodeWriter code, TilePlan tile, AttentionSpec spec)
    {
        void Line(string text) =>
            code.Line(RowLoop.ForWidth(tile.Width, text).Replace("LaneNumbers", string.Join(", ", Enumerable.Range(0, tile.Width.Lanes))).Replace("LaneCount", $"{tile.Width.Lanes}"));

        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"int seen = {(spec.HasEdge ? $"Math.Clamp({RowPositions.Edge(spec)} + (row / GroupSize) + 1, 0, keys)" : "keys")};");
            Line(Start);
            WriteOperands(Line, spec);
            using (code.Block($"for (int j = 0; j < keys; j += {tile.Width.Lanes})"))
            {
                WriteScore(Line, spec);
            }

            code.Line();
            Line(spec.Adjusts ? MarkedWeights : Weights);
        }
    }

    private static void WriteOperands(Action<string> line, AttentionSpec spec)
    {
        if (spec.HasPairs)
        {
            line("ref float rowBias = ref Unsafe.Add(ref bias, row * KeyTile);");
        }

        if (spec.Alibi)
        {
            line($"VectorN<float> {ScoreStep.Slope} = VectorN.Create(SlopeOf(firstHead + (row % GroupSize)));");
        }

        if (NeedsDistance(spec))
        {
            line("VectorN<int> rowPosition = VectorN.Create(position + (row / GroupSize));");
        }
    }

    private static void WriteScore(Action<string> line, AttentionSpec spec)
    {
        line("ref float score = ref Unsafe.Add(ref rowScores, j);".Replace("score =", spec.Adjusts ? "place =" : "score ="));
        if (!spec.Adjusts)
        {
            line("""
                VectorN<float> hidden = VectorN.GreaterThan(VectorN.Create(j) + VectorN.Create(LaneNumbers), positions).AsSingle();
                VectorN<float> visible = VectorN.ConditionalSelect(hidden, VectorN.Create(float.NegativeInfinity), Lanes.Clamp(VectorN.LoadUnsafe(ref score), bound));
                largest = Lanes.Store(visible, ref score, largest);
                """);
            return;
        }

        line("""
            VectorN<int> keyPosition = VectorN.Create(j) + VectorN.Create(LaneNumbers);
            VectorN<float> score = VectorN.LoadUnsafe(ref place);
            """);
        if (spec.HasPairs)
        {
            line($"VectorN<float> {ScoreStep.PairBias} = VectorN.LoadUnsafe(ref Unsafe.Add(ref rowBias, j));");
        }

        if (NeedsDistance(spec))
        {
            line($"VectorN<int> {ScoreStep.Distance} = rowPosition - keyPosition;");
        }

        foreach (ScoreStep step in ScoreStep.All(spec))
        {
            line(step.Code);
        }

        line($"""
            score = VectorN.ConditionalSelect({HiddenKeys.Condition(spec, beyond: "VectorN.GreaterThan(keyPosition, positions).AsSingle()")}, VectorN.Create(float.NegativeInfinity), Lanes.Clamp(score, bound));
            largest = Lanes.Store(score, ref place, largest);
            """);
    }

    private const string Start = """
        ref float rowScores = ref Unsafe.Add(ref scores, row * KeyTile);
        float before = Unsafe.Add(ref maximum, row);

        // maximum = max(previous maximum, scores); unseen keys are −∞
        VectorN<float> bound = VectorN.Create(ScoreLimit);
        VectorN<int> positions = VectorN.Create(seen - 1);
        VectorN<float> largest = VectorN.Create(before);
        """;

    private const string Weights = """
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

    private const string MarkedWeights = """
        // weights = 2^(c · scores − c · maximum), −0 where a key is hidden, rescale = 2^(c · previous − c · maximum)
        float top = Lanes.Largest(largest);
        RowShift shift = new(top, ScaleLog2E);
        for (int j = 0; j < keys; j += LaneCount)
        {
            ref float place = ref Unsafe.Add(ref rowScores, j);
            VectorN<float> score = VectorN.LoadUnsafe(ref place);
            VectorN<float> hidden = VectorN.Equals(score, VectorN.Create(float.NegativeInfinity));
            VectorN<float> weight = Exponential.Exp2(Lanes.MultiplyAdd(score - VectorN.Create(shift.Anchor), VectorN.Create(ScaleLog2E), VectorN.Create(-shift.Product)));
            VectorN.ConditionalSelect(hidden, VectorN.Create(-0f), weight).StoreUnsafe(ref place);
        }

        Unsafe.Add(ref maximum, row) = top;
        Unsafe.Add(ref rescale, row) = shift.Rescale(before, ScaleLog2E);
        """;
}
