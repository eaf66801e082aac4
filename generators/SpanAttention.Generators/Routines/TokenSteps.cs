using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the steps that keys and queries of tokens have in common, as rows and as lanes.</summary>
internal static class TokenSteps
{
    /// <summary>Writes the calls for few tokens, those for more, or a choice between them.</summary>
    public static void WriteChoice(KernelWriter code, TokenBlocks tokens, string count, string[] rows, string[] lanes)
    {
        if (!tokens.AsRows || !tokens.AsLanes)
        {
            WriteCalls(code, tokens.AsRows ? rows : lanes);
            return;
        }

        using (code.Block($"if ({count} <= FewTokens)"))
        {
            WriteCalls(code, rows);
        }

        using (code.Block("else"))
        {
            WriteCalls(code, lanes);
        }
    }

    public static void WriteAngles(KernelWriter code, AttentionPlan plan, string layout, string position, string tokens)
    {
        if (plan.Spec.Layer!.Rotary is not null)
        {
            code.Line($"FillAngle{layout}(ref operands, {position}, {tokens});");
        }
    }

    /// <summary>Writes the steps on projected heads: normalized, then rotated.</summary>
    public static void WriteHeadSteps(KernelWriter code, AttentionPlan plan, string layout, string tensor, string stride, string tokens, string heads, string norm)
    {
        LayerSpec layer = plan.Spec.Layer!;
        if (layer.QkNormEpsilon is not null)
        {
            code.Line($"HeadNorm.{layout}(ref {tensor}, {stride}{tokens}, {heads}, HeadDim, ref Floats.At(ref operands.Weights, {norm}Offset), QkNormEpsilon);");
        }

        if (layer.Rotary is not null)
        {
            code.Line($"RotaryHeads.Turn{layout}(ref {tensor}, {stride}{tokens}, {heads}, HeadDim, RotaryInterleaved, RotaryPairs, ref operands.Region(CosinesOffset), ref operands.Region(SinesOffset));");
        }
    }

    public static void WriteFillAngles(KernelWriter code, AttentionPlan plan)
    {
        foreach (string layout in plan.TakesRows ? new[] { "Rows", "Lanes" } : ["Lanes"])
        {
            code.Line();
            code.Line($"/// <summary>Cosines and sines of position · frequency for a block of tokens, which are {(layout == "Rows" ? "rows" : "vector lanes")}.</summary>");
            using (code.Block($"private static void FillAngle{layout}(ref Operands operands, int position, int tokens)"))
            {
                code.Line($"RotaryHeads.Fill{layout}(position, tokens, ref Floats.At(ref operands.Weights, RotaryFrequenciesOffset), RotaryPairs, ref operands.Region(CosinesOffset), ref operands.Region(SinesOffset));");
            }
        }
    }

    public static string ToLanes(string inputs, string tokens, string inputDim) =>
        $"Transpose.ToGroups(ref {inputs}, {inputDim}, {tokens}, {inputDim}, ref lanes, (nint){inputDim} * RowGroup);";

    public static string Projection(AttentionPlan plan, string layout, string source, string tokens, string inputDim, string tensor, string outputDim, string destination)
    {
        LayerSpec layer = plan.Spec.Layer!;
        bool biased = tensor == "Output" ? layer.OutputBias : layer.QueryKeyValueBias;
        string bias = !ProjectRoutine.HasBiases(plan) ? "" : biased ? $"ref Floats.At(ref operands.Weights, {tensor}BiasOffset), " : "ref Unsafe.NullRef<float>(), ";
        return $"Project{layout}(ref {source}, {tokens}, {inputDim}, ref Floats.At(ref operands.Weights, {tensor}WeightOffset), {bias}{outputDim}, ref {destination});";
    }

    private static void WriteCalls(KernelWriter code, string[] calls)
    {
        foreach (string call in calls)
        {
            code.Line($"{call};");
        }
    }
}
