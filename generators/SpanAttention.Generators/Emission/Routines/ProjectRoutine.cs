using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits the linear projections of all tokens, a block of them at a time: from lanes to lanes, and from lanes to rows.</summary>
internal static class ProjectRoutine
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        WriteToLanes(code);
        code.Line();
        WriteProject(code, plan);
        code.Line();
        WriteProjectToRows(code, plan);
    }

    public static bool HasBiases(AttentionPlan plan) => plan.Spec.Layer!.QueryKeyValueBias || plan.Spec.Layer.OutputBias;

    private static void WriteToLanes(CodeWriter code)
    {
        code.Line("/// <summary>lanes[x, t] = inputs[t, x]: every token a vector lane, once for all projections that read it.</summary>");
        using (code.Block("private static void ToLanes(ref float inputs, int tokens, int inputDim, ref float lanes)"))
        {
            code.Line("Transpose.ToGroups(ref inputs, inputDim, tokens, inputDim, ref lanes, (nint)inputDim * RowGroup);");
        }
    }

    private static void WriteProject(CodeWriter code, AttentionPlan plan)
    {
        code.Line($"/// <summary>{Equation(plan)}; tokens stay in lanes.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void Project(ref float lanes, int tokens, int inputDim, ref float weight, {BiasParameter(plan)}int outputDim, ref float outputs)"))
        using (code.Block("for (int first = 0; first < tokens; first += QueryBlock)"))
        {
            code.Line("""
                int rows = Math.Min(QueryBlock, tokens - first);
                ref float block = ref Unsafe.Add(ref outputs, (nint)first * outputDim);
                ProjectionTile(ref Unsafe.Add(ref lanes, (nint)first * inputDim), inputDim, ref weight, outputDim, rows, ref block);
                """);
            WriteBias(code, plan);
        }
    }

    private static void WriteProjectToRows(CodeWriter code, AttentionPlan plan)
    {
        code.Line($"/// <summary>{Equation(plan)}, one row a token.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void ProjectToRows(ref float lanes, int tokens, int inputDim, ref float weight, {BiasParameter(plan)}int outputDim, ref float block, ref float outputs)"))
        using (code.Block("for (int first = 0; first < tokens; first += QueryBlock)"))
        {
            code.Line("""
                int rows = Math.Min(QueryBlock, tokens - first);
                ProjectionTile(ref Unsafe.Add(ref lanes, (nint)first * inputDim), inputDim, ref weight, outputDim, rows, ref block);
                """);
            WriteBias(code, plan);
            code.Line("Transpose.FromGroups(ref block, (nint)outputDim * RowGroup, rows, outputDim, ref Unsafe.Add(ref outputs, (nint)first * outputDim), outputDim);");
        }
    }

    private static string Equation(AttentionPlan plan) =>
        "outputs[t] = weight · inputs[t]" + (HasBiases(plan) ? " + bias, where there is one (its reference may be null)" : "");

    private static string BiasParameter(AttentionPlan plan) => HasBiases(plan) ? "ref float bias, " : "";

    private static void WriteBias(CodeWriter code, AttentionPlan plan)
    {
        if (!HasBiases(plan))
        {
            return;
        }

        using (code.Block("if (!Unsafe.IsNullRef(ref bias))"))
        {
            code.Line("BiasTile(ref bias, outputDim, rows, ref block);");
        }

        code.Line();
    }
}
