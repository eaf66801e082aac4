using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Steps;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the linear projections of a block of tokens: tokens as vector lanes, or a few of them as rows.</summary>
internal static class ProjectRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        WriteProjection(code, plan, "ProjectLanes", "tokens are vector lanes", () => code.Call(ProjectionTile.Create(), ("rows", "tokens")), () => code.Line("Rows.AddBiasLanes(ref bias, outputDim, tokens, ref outputs);"));
        if (plan.TakesRows)
        {
            code.Line();
            WriteProjection(
                code, plan, "ProjectRows", "tokens are few, and rows of whole groups of outputs",
                () => code.Call(ProjectionRows.Create(plan), ("outputStride", "OutputStride(outputDim)"), ("rows", "tokens")),
                () => code.Line("Rows.AddBias(ref outputs, OutputStride(outputDim), tokens, ref bias, outputDim);"));
            code.Line();
            code.Line("/// <summary>Outputs of a row, rounded up to whole groups.</summary>");
            code.Line("private static int OutputStride(int outputDim) => (outputDim + RowGroup - 1) & -RowGroup;");
        }
    }

    public static bool HasBiases(AttentionPlan plan) => plan.Spec.Layer!.QueryKeyValueBias || plan.Spec.Layer.OutputBias;

    private static void WriteProjection(KernelWriter code, AttentionPlan plan, string name, string layout, Action writeProjection, Action writeBias)
    {
        bool biased = HasBiases(plan);
        string equation = "outputs[t] = weight · inputs[t]" + (biased ? " + bias, where there is one (its reference may be null)" : "");
        code.Line($"/// <summary>{equation}; {layout}.</summary>");
        using (code.Block($"private static void {name}(ref float inputs, int tokens, int inputDim, ref float weight, {(biased ? "ref float bias, " : "")}int outputDim, ref float outputs)"))
        {
            writeProjection();
            if (!biased)
            {
                return;
            }

            using (code.Block("if (!Unsafe.IsNullRef(ref bias))"))
            {
                writeBias();
            }
        }
    }
}
