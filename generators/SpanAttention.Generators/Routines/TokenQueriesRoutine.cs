using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what makes outputs of a block of tokens: queries, attention by heads, output projection.</summary>
internal static class TokenQueriesRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        code.Line($"/// <summary>Outputs of one block of tokens: queries, attention by heads, {(plan.Spec.Layer!.OutputGate ? "gates, " : "")}output projection.</summary>");
        using (code.Block("private static void AttendTokens(ref Operands operands, ref float inputs)"))
        {
            WriteOwnAngles(code, plan);
            code.Line($"""
                ProjectQueries(ref operands, ref inputs);
                operands.Destination = ref {Contexts(plan.Spec)};
                AttendHeads(ref operands);
                """);
            WriteProjectOutputs(code, plan);
        }

        code.Line();
        code.Line("/// <summary>Contexts of all heads of some tokens.</summary>");
        using (code.Block("private static void AttendHeads(ref Operands operands)"))
        {
            new FewOrMany(plan).Write(code, "AttendRows(ref operands);", "AttendLanes(ref operands);");
        }

        if (plan.Spec.Layer!.OutputGate)
        {
            WriteGates(code, plan);
        }

        if (plan.Spec.Layer.OutputProjection)
        {
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

    /// <summary>The place of a block's contexts: where outputs go, unless these are projected from them.</summary>
    public static string Contexts(AttentionSpec spec) => spec.Layer!.OutputProjection ? "operands.Region(ContextsOffset)" : "operands.Outputs";

    /// <summary>Writes the calls that make outputs of a block's contexts: gates, where there are some, then the projection, unless contexts are the outputs.</summary>
    public static void WriteProjectOutputs(KernelWriter code, AttentionPlan plan)
    {
        if (plan.Spec.Layer!.OutputGate)
        {
            code.Line("GateContexts(ref operands, ref inputs);");
        }

        if (plan.Spec.Layer.OutputProjection)
        {
            code.Line("ProjectOutputs(ref operands);");
        }
    }

    private static void WriteGates(KernelWriter code, AttentionPlan plan)
    {
        code.Line();
        code.Line("/// <summary>Contexts of one block of tokens times σ of their gates.</summary>");
        using (code.Block("private static void GateContexts(ref Operands operands, ref float inputs)"))
        {
            code.Line($"""
                ref float contexts = ref {Contexts(plan.Spec)};
                ref float gates = ref operands.Region(OutputsOffset);
                {LayerProjection.Gate.Call(plan, "inputs", "gates")}
                ContextGate.Apply(ref contexts, operands.QueryLength, QueryWidth, ref gates, {LayerProjection.Gate.Stride});
                """);
        }
    }

    /// <summary>Outputs are projected to where they go, unless their rows there are no whole groups.</summary>
    private static void WriteOutputs(KernelWriter code, AttentionPlan plan)
    {
        code.Line();
        code.Line("/// <summary>Outputs of one block of tokens, from their contexts.</summary>");
        using (code.Block("private static void ProjectOutputs(ref Operands operands)"))
        {
            code.Line($"ref float contexts = ref {Contexts(plan.Spec)};");
            if (plan.Spec.Layer!.OutputDim % AttentionPlan.RowGroup == 0)
            {
                code.Line(LayerProjection.Output.Call(plan, "contexts", "operands.Outputs"));
                return;
            }

            code.Line($"""
                ref float outputs = ref operands.Region(OutputsOffset);
                {LayerProjection.Output.Call(plan, "contexts", "outputs")}
                Rows.Copy(ref outputs, {LayerProjection.Output.Stride}, operands.QueryLength, OutputDim, ref operands.Outputs);
                """);
        }
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
