using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits Project: a linear projection of all tokens, a block of them at a time.</summary>
internal static class ProjectRoutine
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        LayerSpec layer = plan.Spec.Layer!;
        bool biases = layer.QueryKeyValueBias || layer.OutputBias;
        code.Line("/// <summary>outputs[t] = weight · inputs[t]" + (biases ? " + bias, where there is one (its reference may be null)" : "") + ".</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        string bias = biases ? "ref float bias, " : "";
        using (code.Block($"private static void Project(ref float inputs, int tokens, int inputDim, ref float weight, {bias}int outputDim, ref float outputs, ref float lanes)"))
        {
            code.Line("ref float outputLanes = ref Unsafe.Add(ref lanes, (nint)WidestInput * QueryBlock);");
            using (code.Block("for (int first = 0; first < tokens; first += QueryBlock)"))
            {
                WriteBlock(code, biases);
            }
        }
    }

    private static void WriteBlock(CodeWriter code, bool biases)
    {
        code.Line("""
            int rows = Math.Min(QueryBlock, tokens - first);
            Transpose.ToGroups(ref Unsafe.Add(ref inputs, (nint)first * inputDim), inputDim, rows, inputDim, ref lanes, (nint)inputDim * RowGroup);
            ProjectionTile(ref lanes, inputDim, ref weight, outputDim, rows, ref outputLanes);
            """);
        if (biases)
        {
            using (code.Block("if (!Unsafe.IsNullRef(ref bias))"))
            {
                code.Line("BiasTile(ref bias, outputDim, rows, ref outputLanes);");
            }

            code.Line();
        }

        code.Line("Transpose.FromGroups(ref outputLanes, (nint)outputDim * RowGroup, rows, outputDim, ref Unsafe.Add(ref outputs, (nint)first * outputDim), outputDim);");
    }
}
