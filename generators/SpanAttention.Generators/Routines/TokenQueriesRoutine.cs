using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what makes outputs of a block of tokens: queries, attention by heads, output projection.</summary>
internal static class TokenQueriesRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Outputs of one block of tokens: queries, attention by heads, output projection.</summary>");
        using (code.Block("private static void AttendTokens(ref Operands operands, ref float inputs)"))
        {
            TokenSteps.WriteChoice(code, plan.QueryTokens!, "operands.QueryLength", ["AttendTokenRows(ref operands, ref inputs)"], ["AttendTokenLanes(ref operands, ref inputs)"]);
        }

        if (plan.QueryTokens!.AsRows)
        {
            code.Line();
            code.Line("/// <summary>The same for few tokens, which are rows.</summary>");
            using (code.Block("private static void AttendTokenRows(ref Operands operands, ref float inputs)"))
            {
                WriteAttendRows(code, plan);
            }
        }

        if (plan.QueryTokens.AsLanes)
        {
            code.Line();
            code.Line("/// <summary>The same for more tokens, which become vector lanes and stay there.</summary>");
            using (code.Block("private static void AttendTokenLanes(ref Operands operands, ref float inputs)"))
            {
                WriteAttendLanes(code, plan);
            }
        }

        code.Line();
        code.Line("/// <summary>Queries of one block of tokens, as vector lanes.</summary>");
        using (code.Block("private static void ProjectQueryLanes(ref Operands operands, ref float inputs)"))
        {
            code.Line($"""
                ref float lanes = ref operands.Region(LanesOffset);
                operands.Query = ref operands.Region(LayerQueriesOffset);
                {TokenSteps.ToLanes("inputs", "operands.QueryLength", "InputDim")}
                {TokenSteps.Projection(plan, "Lanes", "lanes", "operands.QueryLength", "InputDim", "Query", "QueryWidth", "operands.Query")}
                """);
            TokenSteps.WriteHeadSteps(code, plan, "Lanes", "operands.Query", "", "operands.QueryLength", "Heads", "QueryNorm");
        }
    }

    private static void WriteAttendRows(KernelWriter code, AttentionPlan plan)
    {
        bool projects = plan.Spec.Layer!.OutputProjection;
        WriteOwnAngles(code, plan, "Rows");
        code.Line($"""
            operands.Query = ref operands.Region(LayerQueriesOffset);
            operands.Destination = ref {(projects ? "operands.Region(ContextsOffset)" : "operands.Outputs")};
            {TokenSteps.Projection(plan, "Rows", "inputs", "operands.QueryLength", "InputDim", "Query", "QueryWidth", "operands.Query")}
            """);
        TokenSteps.WriteHeadSteps(code, plan, "Rows", "operands.Query", "QueryTokenStride, ", "operands.QueryLength", "Heads", "QueryNorm");
        code.Line("AttendRows(ref operands);");
        if (projects)
        {
            code.Line($"""
                ref float rows = ref operands.Region(OutputsOffset);
                {TokenSteps.Projection(plan, "Rows", "operands.Destination", "operands.QueryLength", "ContextWidth", "Output", "OutputDim", "rows")}
                Rows.Copy(ref rows, OutputStride(OutputDim), operands.QueryLength, OutputDim, ref operands.Outputs);
                """);
        }
    }

    private static void WriteAttendLanes(KernelWriter code, AttentionPlan plan)
    {
        WriteOwnAngles(code, plan, "Lanes");
        code.Line("""
            ProjectQueryLanes(ref operands, ref inputs);
            operands.Destination = ref operands.Region(ContextsOffset);
            AttendLanes(ref operands);
            """);
        if (!plan.Spec.Layer!.OutputProjection)
        {
            code.Line("Transpose.FromGroups(ref operands.Destination, ContextWidth * RowGroup, operands.QueryLength, ContextWidth, ref operands.Outputs, ContextWidth);");
            return;
        }

        code.Line($"""
            ref float lanes = ref operands.Region(OutputsOffset);
            {TokenSteps.Projection(plan, "Lanes", "operands.Destination", "operands.QueryLength", "ContextWidth", "Output", "OutputDim", "lanes")}
            Transpose.FromGroups(ref lanes, (nint)OutputDim * RowGroup, operands.QueryLength, OutputDim, ref operands.Outputs, OutputDim);
            """);
    }

    /// <summary>Angles of the block's queries, where they are not those of the keys that it has just added.</summary>
    private static void WriteOwnAngles(KernelWriter code, AttentionPlan plan, string layout)
    {
        if (!TokensRoutine.AddsAsItAttends(plan.Spec))
        {
            TokenSteps.WriteAngles(code, plan, layout, "operands.FirstPosition", "operands.QueryLength");
        }
    }
}
