using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>From sums to scores where options ask for more than a product: what is added, what is hidden, and the largest of each row. Rows in lanes.</summary>
internal static class AdjustTile
{
    public static Step Create(AttentionPlan plan)
    {
        ScorePipeline pipeline = new(plan.Spec);
        return new(
            "AdjustTile",
            ParametersOfAll(plan.Spec, pipeline),
            $"scores[j, i] {ScorePipeline.Equation(pipeline.Steps)}within ±ScoreLimit{(pipeline.Hides ? ", −∞ where key j is hidden from row i" : "")}; the largest of each row carried on.",
            (code, tile) => RowLoop.WriteScores(code, tile, row => WriteRow(row, tile, plan.Spec, pipeline)));
    }

    /// <summary>The last stage of the scores that users ask to see, without bounds for the exponent.</summary>
    public static Step CreateMask(AttentionPlan plan)
    {
        ScorePipeline pipeline = new(plan.Spec);
        return new(
            "MaskTile",
            Parameters(pipeline.OperandsOfRows),
            $"scores[j, i] {ScorePipeline.Equation(pipeline.StepsOf(ScoreStage.Masked))}{(pipeline.Hides ? "−∞ where key j is hidden from row i" : "")}.",
            (code, tile) => RowLoop.WriteScores(code, tile, row => WriteStage(row, tile, pipeline.StepsOf(ScoreStage.Masked), pipeline.OperandsOfRows, pipeline.HiddenKeys())));
    }

    /// <summary>A stage before: what is done after the scale itself, or the cap.</summary>
    public static Step CreateStage(AttentionPlan plan, ScoreStage stage)
    {
        ScorePipeline pipeline = new(plan.Spec);
        IReadOnlyList<ScoreStep> steps = pipeline.StepsOf(stage);
        ScoreOperand[] operands = [.. pipeline.OperandsOfRows.Where(operand => steps.Any(step => step.Reads.Contains(operand)))];
        return new(
            $"{stage}Tile",
            Parameters(operands),
            $"scores[j, i] {string.Join(", ", steps.Select(static step => step.Equation))}.",
            (code, tile) => RowLoop.WriteScores(code, tile, row => WriteStage(row, tile, steps, operands, hidden: "")));
    }

    /// <summary>Scores, what comes with every pair, the tile's extent, and what comes with every row.</summary>
    public static Signature Parameters(IEnumerable<ScoreOperand> operands)
    {
        ILookup<bool, OperandSource> sources = operands.Select(static operand => operand.RowsInLanes).ToLookup(static source => source.IsOfPairs);
        return new()
        {
            { "ref float", "scores" },
            sources[true],
            { "int", "keys" },
            { "int", "rows" },
            sources[false],
        };
    }

    private static Signature ParametersOfAll(AttentionSpec spec, ScorePipeline pipeline)
    {
        Signature parameters = Parameters(pipeline.OperandsOfRows);
        parameters.Add("int", "edge", spec.RightBound > 0);
        parameters.Add("ref float", "maximum");
        return parameters;
    }

    private static void WriteRow(CodeWriter code, TilePlan tile, AttentionSpec spec, ScorePipeline pipeline)
    {
        RowEdge? edge = RowEdge.Of(spec);
        edge?.WriteGroupSeen(code, tile);
        WriteRowOperands(code, tile, pipeline.OperandsOfRows);
        Line(code, tile, """
            VectorN<float> limit = LanesN.Fill(ScoreLimit);
            VectorN<float> largest = LanesN.Load(ref maximum, row);
            """);
        using (code.Block($"for (int j = 0; j < {(edge is null ? "keys" : "seen")}; j++)"))
        {
            WriteSteps(code, tile, pipeline.Steps, pipeline.OperandsOfRows);
            Line(code, tile, "score = Lanes.Clamp(score, limit);");
            WriteHidden(code, tile, pipeline.HiddenKeys());
            code.Line("largest = Lanes.Store(score, ref place, largest);");
        }

        code.Line();
        Line(code, tile, "LanesN.Store(largest, ref maximum, row);");
    }

    private static void WriteStage(CodeWriter code, TilePlan tile, IReadOnlyList<ScoreStep> steps, IReadOnlyList<ScoreOperand> operands, string hidden)
    {
        WriteRowOperands(code, tile, operands);
        using (code.Block("for (int j = 0; j < keys; j++)"))
        {
            WriteSteps(code, tile, steps, operands);
            WriteHidden(code, tile, hidden);
            Line(code, tile, "LanesN.Store(score, ref place, 0);");
        }
    }

    /// <summary>Writes what is read once a vector of rows.</summary>
    public static void WriteRowOperands(CodeWriter code, TilePlan tile, IEnumerable<ScoreOperand> operands)
    {
        foreach (ScoreOperand operand in operands)
        {
            Line(code, tile, operand.RowsInLanes.OfRow);
        }
    }

    /// <summary>Writes the steps from a sum to a score.</summary>
    /// <param name="code">Takes them.</param>
    /// <param name="tile">The vector width.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="operands">What they read.</param>
    /// <param name="withSlopes">Tells whether slopes of steps are kept for gradients.</param>
    public static void WriteSteps(CodeWriter code, TilePlan tile, IEnumerable<ScoreStep> steps, IEnumerable<ScoreOperand> operands, bool withSlopes = false)
    {
        Line(code, tile, """
            ref float place = ref Floats.At(ref rowScores, j * RowGroup);
            VectorN<float> score = LanesN.Load(ref place, 0);
            """);
        foreach (ScoreOperand operand in operands.Where(static operand => operand.RowsInLanes.OfScores.Length > 0))
        {
            Line(code, tile, operand.RowsInLanes.OfScores);
        }

        foreach (ScoreStep step in steps)
        {
            Line(code, tile, withSlopes ? step.StatementWithSlope ?? step.Statement : step.Statement);
        }
    }

    private static void WriteHidden(CodeWriter code, TilePlan tile, string hidden)
    {
        if (hidden.Length > 0)
        {
            Line(code, tile, $"score = LanesN.Select({hidden}, LanesN.Fill(float.NegativeInfinity), score);");
        }
    }

    private static void Line(CodeWriter code, TilePlan tile, string line) => code.Line(RowLoop.ForWidth(tile.Width, line));
}
