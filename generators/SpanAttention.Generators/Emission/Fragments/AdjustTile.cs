using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>From sums to scores where options ask for more than a product: what is added, what is hidden, and the largest of each row. Rows in lanes.</summary>
internal static class AdjustTile
{
    private const string AdjustName = "AdjustTile";
    private const string MaskName = "MaskTile";
    private const string SlopeOfHead = "SlopeOf(head)";

    public static TileMethod Create(AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        ScoreStep[] steps = [.. ScoreStep.All(spec)];
        return new(
            AdjustName,
            $"{Parameters(spec)}, ref float maximum",
            $"{Arguments(spec)}, ref maximum",
            $"scores[j, i] {string.Concat(steps.Select(static step => step.Equation + ", "))}within ±ScoreLimit{(Hides(spec) ? ", −∞ where key j is hidden from row i" : "")}; the largest of each row carried on.",
            (code, tile) => RowLoop.WriteScores(code, tile, row => WriteRow(row, tile, spec, steps)));
    }

    /// <summary>The last stage of the scores that users ask to see, without bounds for the exponent.</summary>
    public static TileMethod CreateMask(AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        ScoreStep[] steps = [.. ScoreStep.AfterCap(spec)];
        return new(
            MaskName,
            MaskParameters(spec),
            MaskArguments(spec),
            $"scores[j, i] {string.Concat(steps.Select(static step => step.Equation + ", "))}{(Hides(spec) ? "−∞ where key j is hidden from row i" : "")}.",
            (code, tile) => RowLoop.WriteScores(code, tile, row => WriteMaskRow(row, tile, spec, steps)));
    }

    /// <summary>Tells whether the last stage of scores differs from the one before.</summary>
    public static bool HasMask(AttentionSpec spec) => spec.Adjusts && (Hides(spec) || spec.Alibi);

    /// <summary>The call on a tile, <paramref name="positionArgument"/> and <paramref name="edgeArgument"/> relative to its first key.</summary>
    public static string Call(AttentionSpec spec, string positionArgument, string edgeArgument) =>
        $"{AdjustName}({Arguments(spec, positionArgument, edgeArgument, SlopeOfHead)}, ref maximum);";

    public static string MaskCall(AttentionSpec spec, string positionArgument) => $"{MaskName}({MaskArguments(spec, positionArgument, SlopeOfHead)});";

    private static bool Hides(AttentionSpec spec) => HiddenKeys.Condition(spec).Length > 0;

    private static string Parameters(AttentionSpec spec) =>
        MaskParameters(spec) + (SeparateEdge(spec) ? ", int edge" : "");

    private static string Arguments(AttentionSpec spec, string position = "position", string edge = "edge", string slope = "headSlope") =>
        MaskArguments(spec, position, slope) + (SeparateEdge(spec) ? $", {edge}" : "");

    private static string MaskParameters(AttentionSpec spec) =>
        $"ref float scores, {(spec.HasPairs ? "ref float bias, " : "")}int keys, int rows{(spec.Alibi ? ", float headSlope" : "")}{(spec.HasPositions ? ", int position" : "")}";

    private static string MaskArguments(AttentionSpec spec, string position = "position", string slope = "headSlope") =>
        $"ref scores, {(spec.HasPairs ? "ref bias, " : "")}keys, rows{(spec.Alibi ? $", {slope}" : "")}{(spec.HasPositions ? $", {position}" : "")}";

    private static bool SeparateEdge(AttentionSpec spec) => spec.RightBound > 0;

    private static void WriteRow(CodeWriter code, TilePlan tile, AttentionSpec spec, IReadOnlyList<ScoreStep> steps)
    {
        if (spec.HasEdge)
        {
            RowPositions.WriteGroupSeen(code, tile, RowPositions.Edge(spec));
        }

        WriteOperands(code, tile, spec);
        Line(code, tile, """
            VectorN<float> limit = VectorN.Create(ScoreLimit);
            VectorN<float> largest = VectorN.LoadUnsafe(ref Unsafe.Add(ref maximum, row));
            """);
        using (code.Block($"for (int j = 0; j < {(spec.HasEdge ? "seen" : "keys")}; j++)"))
        {
            WriteSteps(code, tile, spec, steps);
            Line(code, tile, "score = Lanes.Clamp(score, limit);");
            WriteHidden(code, tile, spec);
            code.Line("largest = Lanes.Store(score, ref place, largest);");
        }

        code.Line();
        code.Line("largest.StoreUnsafe(ref Unsafe.Add(ref maximum, row));");
    }

    private static void WriteMaskRow(CodeWriter code, TilePlan tile, AttentionSpec spec, IReadOnlyList<ScoreStep> steps)
    {
        WriteOperands(code, tile, spec);
        using (code.Block("for (int j = 0; j < keys; j++)"))
        {
            WriteSteps(code, tile, spec, steps);
            WriteHidden(code, tile, spec);
            code.Line("score.StoreUnsafe(ref place);");
        }
    }

    private static void WriteOperands(CodeWriter code, TilePlan tile, AttentionSpec spec)
    {
        if (spec.HasPairs)
        {
            code.Line($"ref float rowBias = ref Unsafe.Add(ref bias, {Groups.Vector(tile.Width, "row", "KeyTile")});");
        }

        if (spec.Alibi)
        {
            Line(code, tile, $"VectorN<float> {ScoreStep.Slope} = VectorN.Create(headSlope);");
        }

        if (HiddenKeys.NeedDistance(spec))
        {
            Line(code, tile, $"VectorN<int> rowPosition = {RowPositions.Of(tile.Width, "position + row")};");
        }
    }

    private static void WriteSteps(CodeWriter code, TilePlan tile, AttentionSpec spec, IReadOnlyList<ScoreStep> steps)
    {
        Line(code, tile, """
            ref float place = ref Unsafe.Add(ref rowScores, j * RowGroup);
            VectorN<float> score = VectorN.LoadUnsafe(ref place);
            """);
        if (spec.HasPairs)
        {
            Line(code, tile, $"VectorN<float> {ScoreStep.PairBias} = VectorN.LoadUnsafe(ref Unsafe.Add(ref rowBias, j * RowGroup));");
        }

        if (HiddenKeys.NeedDistance(spec))
        {
            Line(code, tile, $"VectorN<int> {ScoreStep.Distance} = rowPosition - VectorN.Create(j);");
        }

        foreach (ScoreStep step in steps)
        {
            Line(code, tile, step.Code);
        }
    }

    private static void WriteHidden(CodeWriter code, TilePlan tile, AttentionSpec spec)
    {
        if (Hides(spec))
        {
            Line(code, tile, $"score = VectorN.ConditionalSelect({HiddenKeys.Condition(spec)}, VectorN.Create(float.NegativeInfinity), score);");
        }
    }

    private static void Line(CodeWriter code, TilePlan tile, string line) => code.Line(RowLoop.ForWidth(tile.Width, line));
}
