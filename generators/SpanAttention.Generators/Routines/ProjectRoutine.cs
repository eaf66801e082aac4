using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Steps;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the linear projections of a block of tokens.</summary>
internal static class ProjectRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan) => Write(code, plan.Projection!, plan.Spec.Layer!.HasBiases);

    /// <param name="code">Takes the routine.</param>
    /// <param name="plan">The register tiles that there are.</param>
    /// <param name="biased">Whether some projection adds a bias.</param>
    public static void Write(KernelWriter code, ProjectionPlan plan, bool biased)
    {
        string equation = "outputs[t] = weight · inputs[t]" + (biased ? " + bias, where there is one (its reference may be null)" : "");
        code.Line($"/// <summary>{equation}; rows of whole groups of outputs.</summary>");
        using (code.Block($"private static void Project(ref float inputs, int tokens, int inputDim, {WeightOperand.Parameters(plan.Element)}{(biased ? "ref float bias, " : "")}int outputDim, ref float outputs)"))
        {
            if (plan.AddsToOutputs)
            {
                code.Line("MemoryMarshal.CreateSpan(ref outputs, tokens * OutputStride(outputDim)).Clear();");
            }

            code.Call(ProjectionTile.Create(plan), ("outputStride", "OutputStride(outputDim)"), ("rows", "tokens"));
            if (biased)
            {
                WriteBias(code);
            }
        }

        code.Line();
        WriteStride(code);
    }

    /// <summary>Writes the routine of projections that add to what is there.</summary>
    /// <param name="code">Takes the routine.</param>
    /// <param name="plan">The register tiles that there are, which go on from earlier sums.</param>
    public static void WriteAdding(KernelWriter code, ProjectionPlan plan)
    {
        code.Line("/// <summary>outputs[t] += weight · inputs[t]; rows of whole groups of outputs.</summary>");
        using (code.Block($"private static void AddProjected(ref float inputs, int tokens, int inputDim, {WeightOperand.Parameters(plan.Element)}int outputDim, ref float outputs)"))
        {
            code.Call(ProjectionTile.Create(plan), ("outputStride", "OutputStride(outputDim)"), ("rows", "tokens"));
        }

        code.Line();
        WriteStride(code);
    }

    private static void WriteStride(KernelWriter code)
    {
        code.Line("/// <summary>Outputs of a row, rounded up to whole groups.</summary>");
        code.Line("private static int OutputStride(int outputDim) => (outputDim + RowGroup - 1) & -RowGroup;");
    }

    private static void WriteBias(KernelWriter code)
    {
        using (code.Block("if (!Unsafe.IsNullRef(ref bias))"))
        {
            code.Line("Rows.AddBias(ref outputs, OutputStride(outputDim), tokens, ref bias, outputDim);");
        }
    }
}
