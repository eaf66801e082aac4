using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>The online softmax of rows that lie along the keys.</summary>
internal static class SharedSoftmax
{
    public static Step Create(AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        ScorePipeline pipeline = new(spec);
        OperandSource[] operands = [.. pipeline.OperandsOfKeys.Select(static operand => operand.KeysInLanes)];
        return new(
            "SharedSoftmax",
            new()
            {
                { "ref float", "scores" },
                operands.Where(operand => operand.Parameter != "position" || spec.RightBound != 0), // an edge at the position itself comes anyway
                { "int", "keys" },
                { "int", "rows" },
                { "int", RowPositions.Edge(spec), spec.HasEdge },
                { "ref float", "maximum" },
                { "ref float", "rescale" },
            },
            $"weights[i, j] = 2^(c · scores[i, j] − c · maximum_i), in place of the scores{Adjusted(spec, pipeline)}; rescale_i follows the new maximum.",
            (code, tile) => WriteBody(code, tile, spec, pipeline));
    }

    /// <summary>Adds the weights up where nothing else does on its way over them.</summary>
    public const string AddSums = "Rows.AddSums(ref scores, KeyTile, keys, rows, ref rescale, ref sum);";

    private static string Adjusted(AttentionSpec spec, ScorePipeline pipeline) =>
        spec.Adjusts ? $"; sums become scores first: {ScorePipeline.Equation(pipeline.Steps)}within ±ScoreLimit; hidden keys weigh −0" : "";

    private static void WriteBody(CodeWriter code, TilePlan tile, AttentionSpec spec, ScorePipeline pipeline)
    {
        void Line(string text) => code.Line(RowLoop.ForWidth(tile.Width, text));

        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"int seen = {(spec.HasEdge ? $"Math.Clamp({RowPositions.Edge(spec)} + (row / GroupSize) + 1, 0, keys)" : "keys")};");
            Line(Start);
            foreach (ScoreOperand operand in pipeline.OperandsOfKeys)
            {
                Line(operand.KeysInLanes.OfRow);
            }

            using (code.Block($"for (int j = 0; j < keys; j += {tile.Width.Lanes})"))
            {
                if (spec.Adjusts)
                {
                    WriteScore(Line, pipeline);
                }
                else
                {
                    Line(VisibleSum);
                }
            }

            code.Line();
            Line(spec.Adjusts ? MarkedWeights : Weights);
        }
    }

    private static void WriteScore(Action<string> line, ScorePipeline pipeline)
    {
        line("""
            ref float place = ref Unsafe.Add(ref rowScores, j);
            VectorN<int> keyPosition = VectorN.Create(j) + VectorN.Create(LaneNumbers);
            VectorN<float> score = VectorN.LoadUnsafe(ref place);
            """);
        foreach (ScoreOperand operand in pipeline.OperandsOfKeys.Where(static operand => operand.KeysInLanes.OfScores.Length > 0))
        {
            line(operand.KeysInLanes.OfScores);
        }

        foreach (ScoreStep step in pipeline.Steps)
        {
            line(step.Statement);
        }

        line($"""
            score = VectorN.ConditionalSelect({pipeline.HiddenKeys(beyond: "VectorN.GreaterThan(keyPosition, positions).AsSingle()")}, VectorN.Create(float.NegativeInfinity), Lanes.Clamp(score, bound));
            largest = Lanes.Store(score, ref place, largest);
            """);
    }

    private const string VisibleSum = """
        ref float score = ref Unsafe.Add(ref rowScores, j);
        VectorN<float> hidden = VectorN.GreaterThan(VectorN.Create(j) + VectorN.Create(LaneNumbers), positions).AsSingle();
        VectorN<float> visible = VectorN.ConditionalSelect(hidden, VectorN.Create(float.NegativeInfinity), Lanes.Clamp(VectorN.LoadUnsafe(ref score), bound));
        largest = Lanes.Store(visible, ref score, largest);
        """;

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
