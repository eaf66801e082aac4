using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what outputs of a block of tokens are made by: queries, attention by heads, gates, output projection.</summary>
internal static class TokenQueriesRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Contexts of all heads of some tokens.</summary>");
        using (code.Block("private static void AttendHeads(ref Operands operands)"))
        {
            new FewOrMany(plan).Write(code, "AttendRows(ref operands);", "AttendLanes(ref operands);");
        }

        if (plan.Spec.Layer!.OutputGate)
        {
            WriteGates(code, plan);
        }

        WriteOutputs(code, plan);
        code.Line();
        code.Line("/// <summary>Queries of one block of tokens.</summary>");
        using (code.Block("private static void ProjectQueries(ref Operands operands, ref float inputs)"))
        {
            code.Line("operands.Query = ref operands.Region(LayerQueriesOffset);");
            code.Line(LayerProjection.Query.Call(plan, "inputs", "operands.Query"));
            TokenSteps.WriteHeadSteps(code, plan, LayerProjection.Query, "operands.Query");
        }
    }

    /// <summary>Writes the calls that make outputs of a block's contexts: gates, where there are some, then what stores them.</summary>
    public static void WriteStore(KernelWriter code, AttentionPlan plan)
    {
        if (plan.Spec.Layer!.OutputGate)
        {
            code.Line("GateContexts(ref operands, ref inputs);");
        }

        code.Line("StoreOutputs(ref operands);");
    }

    private static void WriteOutputs(KernelWriter code, AttentionPlan plan)
    {
        bool projects = plan.Spec.Layer!.OutputProjection;
        code.Line();
        code.Line($"/// <summary>Outputs of one block of tokens{(projects ? ", from their contexts" : ", which their contexts are")}.</summary>");
        using (code.Block("private static void StoreOutputs(ref Operands operands)"))
        {
            if (projects)
            {
                WriteProjection(code, plan);
            }
            else
            {
                WriteSum(code, "operands.Contexts");
            }
        }
    }

    private static void WriteGates(KernelWriter code, AttentionPlan plan)
    {
        code.Line();
        code.Line("/// <summary>Contexts of one block of tokens times σ of their gates, which take the place of its queries.</summary>");
        using (code.Block("private static void GateContexts(ref Operands operands, ref float inputs)"))
        {
            code.Line($"""
                ref float gates = ref operands.Region(LayerQueriesOffset);
                {LayerProjection.Gate.Call(plan, "inputs", "gates")}
                ContextGate.Apply(ref operands.Contexts, operands.QueryLength, QueryWidth, ref gates, {LayerProjection.Gate.Stride});
                """);
        }
    }

    /// <summary>Outputs are projected to where they go, unless they are added to something or their rows there are no whole groups.</summary>
    private static void WriteProjection(KernelWriter code, AttentionPlan plan)
    {
        if (!plan.Spec.Layer!.PadsOutputs)
        {
            code.Line("ref float outputs = ref operands.Projected;");
            code.Line(LayerProjection.Output.Call(plan, "operands.Contexts", "outputs"));
            WriteSum(code, "outputs");
            return;
        }

        code.Line($"""
            ref float outputs = ref operands.Region(OutputsOffset);
            {LayerProjection.Output.Call(plan, "operands.Contexts", "outputs")}
            Rows.Store(ref outputs, {LayerProjection.Output.Stride}, operands.QueryLength, OutputDim, ref operands.Residual, ref operands.Outputs, OutputDim);
            """);
    }

    private static void WriteSum(KernelWriter code, string outputs)
    {
        using (code.Block("if (!Unsafe.IsNullRef(ref operands.Residual))"))
        {
            code.Line($"Rows.Store(ref {outputs}, OutputDim, operands.QueryLength, OutputDim, ref operands.Residual, ref operands.Outputs, OutputDim);");
        }
    }
}
