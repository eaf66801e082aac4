using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>From sums to weights that are known to be normalized: those that a row's logSumExp stands for. Rows in lanes.</summary>
internal static class WeightTile
{
    public static Step Create(AttentionPlan plan)
    {
        ScorePipeline pipeline = new(plan.Spec);
        return new(
            "WeightTile",
            Parameters(plan.Spec, pipeline),
            $"weights[j, i] = 2^(c · scores[j, i] − shift_i), at most 1, in place of the sums: scores are these {ScorePipeline.Equation(pipeline.Steps)}{(pipeline.Hides ? "and weights −0 where key j is hidden from row i" : "and no key is hidden")}.",
            (code, tile) => RowLoop.WriteScores(code, tile, row => WriteRow(row, tile, plan.Spec, pipeline)));
    }

    private static Signature Parameters(AttentionSpec spec, ScorePipeline pipeline)
    {
        Signature parameters = AdjustTile.Parameters(pipeline.OperandsOfRows);
        parameters.Add("int", "edge", spec.RightBound > 0);
        parameters.Add("ref float", "slopes", pipeline.HasSlopes);
        parameters.Add("ref float", "shift");
        return parameters;
    }

    private static void WriteRow(CodeWriter code, TilePlan tile, AttentionSpec spec, ScorePipeline pipeline)
    {
        RowEdge? edge = RowEdge.Of(spec);
        edge?.WriteGroupSeen(code, tile);
        AdjustTile.WriteRowOperands(code, tile, pipeline.OperandsOfRows);
        Line(code, tile, $"""
            {(pipeline.HasSlopes ? "ref float rowSlopes = ref Floats.At(ref slopes, LanesOfRow);" : "")}
            VectorN<float> scale = LanesN.Fill(ScaleLog2E);
            VectorN<float> negated = -LanesN.Load(ref shift, row);
            """.TrimStart());
        using (code.Block($"for (int j = 0; j < {(edge is null ? "keys" : "seen")}; j++)"))
        {
            AdjustTile.WriteSteps(code, tile, pipeline.Steps, pipeline.OperandsOfRows, withSlopes: true);
            Line(code, tile, "VectorN<float> weight = LanesN.Weight(score, scale, negated);");
            if (pipeline.Hides)
            {
                Line(code, tile, $"weight = LanesN.Select({pipeline.HiddenKeys()}, LanesN.Fill(-0f), weight);");
            }

            Line(code, tile, "LanesN.Store(weight, ref place, 0);");
        }

        if (edge is not null)
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
