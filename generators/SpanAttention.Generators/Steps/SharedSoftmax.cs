using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>The online softmax of rows that lie along the keys.</summary>
internal static class SharedSoftmax
{
    /// <summary>Writes the call on a tile; without options it is no step of the kernel's own.</summary>
    public static void WriteCall(KernelWriter code, AttentionPlan plan, KeyTiles tiles)
    {
        AttentionSpec spec = plan.Spec;
        if (spec.Adjusts)
        {
            code.Call(Create(plan), [.. ScorePipeline.ArgumentsOfKeys(spec), .. tiles.Positions]);
            return;
        }

        string edge = tiles.Edge(RowEdge.Of(spec));
        string heads = spec.Heads == 1 ? "1" : "GroupSize";
        code.Line($"KeySoftmax.Next(ref scores, keys, rows, {edge}, {heads}, ScaleLog2E, ScoreLimit, ref maximum, ref rescale);");
    }

    private static Step Create(AttentionPlan plan)
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
                { "int", RowEdge.Of(spec)?.Name },
                { "ref float", "maximum" },
                { "ref float", "rescale" },
            },
            $"weights[i, j] = 2^(c · scores[i, j] − c · maximum_i), in place of the scores{Adjusted(pipeline)}; rescale_i follows the new maximum.",
            (code, tile) => WriteBody(code, tile, spec, pipeline));
    }

    /// <summary>Adds the weights up where nothing else does on its way over them.</summary>
    public const string AddSums = "Rows.AddSums(ref scores, KeyTile, keys, rows, ref rescale, ref sum);";

    private static string Adjusted(ScorePipeline pipeline) =>
        $"; sums become scores first: {ScorePipeline.Equation(pipeline.Steps)}within ±ScoreLimit; hidden keys weigh −0";

    private static void WriteBody(CodeWriter code, TilePlan tile, AttentionSpec spec, ScorePipeline pipeline)
    {
        void Line(string text) => code.Line(RowLoop.ForWidth(tile.Width, text));

        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"int seen = {(RowEdge.Of(spec) is { } edge ? $"Math.Clamp({edge.Name} + (row / GroupSize) + 1, 0, keys)" : "keys")};");
            Line(Start);
            foreach (ScoreOperand operand in pipeline.OperandsOfKeys)
            {
                Line(operand.KeysInLanes.OfRow);
            }

            using (code.Block($"for (int j = 0; j < keys; j += {tile.Width.Lanes})"))
            {
                WriteScore(Line, pipeline);
            }

            code.Line();
            Line(MarkedWeights);
        }
    }

    private static void WriteScore(Action<string> line, ScorePipeline pipeline)
    {
        line("""
            ref float place = ref Floats.At(ref rowScores, j);
            VectorN<int> keyPosition = VectorN.Create(j) + VectorN.Create(LaneNumbers);
            VectorN<float> score = LanesN.Load(ref place, 0);
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
            score = LanesN.Select({pipeline.HiddenKeys(beyond: "VectorN.GreaterThan(keyPosition, positions).AsSingle()")}, LanesN.Fill(float.NegativeInfinity), Lanes.Clamp(score, bound));
            largest = Lanes.Store(score, ref place, largest);
            """);
    }

    private const string Start = """
        ref float rowScores = ref Floats.At(ref scores, row * KeyTile);
        float before = Floats.At(ref maximum, row);

        // maximum = max(previous maximum, scores); unseen keys are −∞
        VectorN<float> bound = LanesN.Fill(ScoreLimit);
        VectorN<int> positions = VectorN.Create(seen - 1);
        VectorN<float> largest = LanesN.Fill(before);
        """;

    private const string MarkedWeights = """
        // weights = 2^(c · scores − c · maximum), −0 where a key is hidden, rescale = 2^(c · previous − c · maximum)
        float top = Lanes.Largest(largest);
        RowShift shift = new(top, ScaleLog2E);
        for (int j = 0; j < keys; j += LaneCount)
        {
            ref float place = ref Floats.At(ref rowScores, j);
            VectorN<float> score = LanesN.Load(ref place, 0);
            VectorN<float> hidden = VectorN.Equals(score, LanesN.Fill(float.NegativeInfinity));
            VectorN<float> weight = Exponential.Exp2(LanesN.MultiplyAdd(score - LanesN.Fill(shift.Anchor), LanesN.Fill(ScaleLog2E), LanesN.Fill(-shift.Product)));
            LanesN.Store(LanesN.Select(hidden, LanesN.Fill(-0f), weight), ref place, 0);
        }

        Floats.At(ref maximum, row) = top;
        Floats.At(ref rescale, row) = shift.Rescale(before, ScaleLog2E);
        """;
}
