using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>From sums to weights that are known to be normalized: those that a row's logSumExp stands for. Rows in lanes.</summary>
internal static class WeightTile
{
    public static Step Create(BackwardPlan plan)
    {
        ScorePipeline pipeline = new(plan.Spec.Attention);
        return new(
            "WeightTile",
            Parameters(plan, pipeline),
            $"weights[j, i] = 2^(c · score − shift_i), at most 1, in place of scores[j, i], of which the score is made{(pipeline.Steps.Count > 0 ? $": {ScorePipeline.Equation(pipeline.Steps).TrimEnd(' ', ',')}" : "")}{(plan.Marks ? "; −0 where key j is hidden from row i" : "")}.",
            (code, tile) => RowLoop.WriteScores(code, tile, row => WriteRow(row, tile, plan, pipeline)));
    }

    /// <summary>Operands of the steps; where loops end at the edge, the edge is no operand.</summary>
    private static IEnumerable<ScoreOperand> Operands(BackwardPlan plan, ScorePipeline pipeline) => plan.EndsAtEdge ? [] : pipeline.OperandsOfRows;

    private static Signature Parameters(BackwardPlan plan, ScorePipeline pipeline)
    {
        Signature parameters = AdjustTile.Parameters(Operands(plan, pipeline));
        parameters.Add("int", RowEdge.Of(plan.Spec.Attention)?.Name is { } edge && !parameters.Contains(edge) ? edge : null);
        parameters.Add("ref float", "slopes", pipeline.HasSlopes);
        parameters.Add("ref float", "shift");
        return parameters;
    }

    private static void WriteRow(CodeWriter code, TilePlan tile, BackwardPlan plan, ScorePipeline pipeline)
    {
        IEnumerable<ScoreOperand> operands = Operands(plan, pipeline);
        RowEdge? edge = RowEdge.Of(plan.Spec.Attention);
        edge?.WriteGroupSeen(code, tile);
        AdjustTile.WriteRowOperands(code, tile, operands);
        Line(code, tile, $"""
            {(pipeline.HasSlopes ? "ref float rowSlopes = ref Floats.At(ref slopes, LanesOfRow);" : "")}
            VectorN<float> scale = LanesN.Fill(ScaleLog2E);
            VectorN<float> negated = -LanesN.Load(ref shift, row);
            """.TrimStart());
        using (code.Block($"for (int j = 0; j < {(edge is null ? "keys" : "seen")}; j++)"))
        {
            AdjustTile.WriteSteps(code, tile, pipeline.Steps, operands, withSlopes: true);
            Line(code, tile, "VectorN<float> weight = LanesN.Weight(score, scale, negated);");
            if (pipeline.Hides && plan.Marks)
            {
                Line(code, tile, $"weight = LanesN.Select({pipeline.HiddenKeys()}, LanesN.Fill(-0f), weight);");
            }

            Line(code, tile, "LanesN.Store(weight, ref place, 0);");
        }

        if (edge is not null && plan.Marks)
        {
            WriteUnseen(code, tile);
        }
    }

    private static void WriteUnseen(CodeWriter code, TilePlan tile)
    {
        code.Line();
        using (code.Block("for (int j = seen; j < keys; j++)"))
        {
            Line(code, tile, "LanesN.Store(LanesN.Fill(-0f), ref rowScores, j * RowGroup); // no row of the group sees these");
        }
    }

    private static void Line(CodeWriter code, TilePlan tile, string line) => code.Line(RowLoop.ForWidth(tile.Width, line));
}
