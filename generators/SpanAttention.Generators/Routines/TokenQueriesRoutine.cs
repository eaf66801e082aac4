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
            WriteOwnAngles(code, plan);
            code.Line("ProjectQueries(ref operands, ref inputs);");
            WriteContexts(code, plan);
            WriteOutputs(code, plan);
        }

        code.Line();
        code.Line("/// <summary>Queries of one block of tokens.</summary>");
        using (code.Block("private static void ProjectQueries(ref Operands operands, ref float inputs)"))
        {
            code.Line("operands.Query = ref operands.Region(LayerQueriesOffset);");
            code.Line(LayerProjection.Query.Call(plan, "inputs", "operands.Query"));
            TokenSteps.WriteHeadSteps(code, plan, LayerProjection.Query, "operands.Query");
        }
    }

    private static void WriteContexts(KernelWriter code, AttentionPlan plan)
    {
        string destination = plan.Spec.Layer!.OutputProjection ? "operands.Region(ContextsOffset)" : "operands.Outputs";
        code.Line($"operands.Destination = ref {destination};");
        new FewOrMany(plan).Write(code, "AttendRows(ref operands);", "AttendLanes(ref operands);");
    }

    /// <summary>Outputs are projected to where they go, unless their rows there are no whole groups.</summary>
    private static void WriteOutputs(KernelWriter code, AttentionPlan plan)
    {
        if (!plan.Spec.Layer!.OutputProjection)
        {
            return;
        }

        if (plan.Spec.Layer.OutputDim % AttentionPlan.RowGroup == 0)
        {
            code.Line(LayerProjection.Output.Call(plan, "operands.Destination", "operands.Outputs"));
            return;
        }

        code.Line($"""
            ref float outputs = ref operands.Region(OutputsOffset);
            {LayerProjection.Output.Call(plan, "operands.Destination", "outputs")}
            Rows.Copy(ref outputs, {LayerProjection.Output.Stride}, operands.QueryLength, OutputDim, ref operands.Outputs);
            """);
    }

    /// <summary>Angles of the block's queries, where they are not those of the keys that it has just added.</summary>
    private static void WriteOwnAngles(KernelWriter code, AttentionPlan plan)
    {
        if (!TokensRoutine.AddsAsItAttends(plan.Spec))
        {
            TokenSteps.WriteAngles(code, plan, "operands.FirstPosition", "operands.QueryLength");
        }
    }
}
