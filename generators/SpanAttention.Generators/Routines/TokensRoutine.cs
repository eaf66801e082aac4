using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what is done with a block of a layer's tokens: their keys and values, and what attends to them; weights of all tokens, block by block.</summary>
internal static class TokensRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        LayerTensors tensors = new(plan.Spec);
        TokenKeysRoutine.Write(code, plan, tensors);
        code.Line();
        TokenQueriesRoutine.Write(code, plan);
        if (!plan.IsPart)
        {
            code.Line();
            WriteAddAllKeys(code, tensors.KeyInputs);
            code.Line();
            WriteWeighAll(code, plan);
        }

        if (plan.Spec.Layer!.Rotary is { } rotary)
        {
            TokenSteps.WriteFillAngles(code, rotary);
        }
    }

    private static void WriteAddAllKeys(KernelWriter code, Tensor inputs)
    {
        code.Line("/// <summary>Adds the keys of tokens block by block, from a position on; weights need no values.</summary>");
        using (code.Block($"private static void AddAllKeys(ref Operands operands, ref float {inputs.Name}, int tokens, int position)"))
        using (code.Block("for (int first = 0; first < tokens; first += QueryBlock)"))
        {
            code.Line($"AddKeys(ref operands, ref Floats.At(ref {inputs.Name}, (nint)first * KeyInputDim), Math.Min(QueryBlock, tokens - first), position + first);");
        }
    }

    private static void WriteWeighAll(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Weighs tokens block by block.</summary>");
        using (code.Block("private static void WeighAll(ref Operands operands, ref float inputs, int tokens)"))
        {
            code.Line("operands.Tokens = tokens;");
            using (code.Block("for (int first = 0; first < tokens; first += QueryBlock)"))
            {
                if (plan.Spec.TakesRowsOfTensors)
                {
                    code.Line("operands.FirstRow = first;");
                }

                code.Line("operands.QueryLength = Math.Min(QueryBlock, tokens - first);");
                TokenSteps.WriteAngles(code, plan, "operands.FirstPosition", "operands.QueryLength");
                code.Line("""
                    ProjectQueries(ref operands, ref Floats.At(ref inputs, (nint)first * InputDim));
                    operands.Destination = ref Floats.At(ref operands.Outputs, (nint)first * operands.KeyLength);
                    Weigh(ref operands);
                    """);
                if (plan.Spec.CountsPositions)
                {
                    code.Line("operands.FirstPosition += operands.QueryLength;");
                }
            }
        }
    }
}
