using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the way of a layer's tokens, block by block: their keys and values are added to those that are attended, then the block attends.</summary>
internal static class TokensRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        LayerTensors tensors = new(plan.Spec);
        TokenKeysRoutine.Write(code, plan, tensors);
        code.Line();
        TokenQueriesRoutine.Write(code, plan);
        code.Line();
        WriteLoops(code, plan, tensors);
        if (plan.Spec.Layer!.Rotary is { } rotary)
        {
            TokenSteps.WriteFillAngles(code, rotary);
        }
    }

    /// <summary>Tells whether a block attends to its own tokens and earlier ones only, so that it can do so as soon as they are added.</summary>
    public static bool AddsAsItAttends(AttentionSpec spec) => spec.Causal && spec.Layer!.Context == ContextSource.Inputs;

    private static void WriteLoops(KernelWriter code, AttentionPlan plan, LayerTensors tensors)
    {
        if (AddsAsItAttends(plan.Spec))
        {
            WriteAddAndAttend(code, plan);
        }
        else
        {
            WriteAttendAll(code, plan);
            code.Line();
            WriteAddAll(code, ("AddAll", "Adds the keys and values of tokens block by block, from a position on."), "AddTokens", tensors.KeyValueInputs);
        }

        if (!plan.IsPart)
        {
            code.Line();
            WriteAddAll(code, ("AddAllKeys", "Adds the keys of tokens block by block, from a position on; weights need no values."), "AddKeys", [tensors.KeyInputs]);
            code.Line();
            WriteWeighAll(code, plan);
        }
    }

    private static void WriteAddAndAttend(KernelWriter code, AttentionPlan plan)
    {
        bool aligned = plan.Spec.Layer!.HasCache;
        code.Line($"/// <summary>Adds and attends tokens block by block{(aligned ? "; no block reaches beyond the end of a key tile" : "")}.</summary>");
        using (code.Block("private static void AddAndAttend(ref Operands operands, ref float inputs, int tokens)"))
        {
            WriteCall(code, plan);
            using (code.Block("for (int first = 0; first < tokens; first += operands.QueryLength)"))
            {
                WriteRow(code, plan);
                WriteAddAndAttend(code, aligned);
            }
        }
    }

    private static void WriteAddAndAttend(KernelWriter code, bool aligned) =>
        code.Line($"""
                operands.QueryLength = Math.Min(tokens - first, {(aligned ? "KeyTile - (operands.FirstPosition % KeyTile)" : "QueryBlock")});
                AddTokens(ref operands, ref Floats.At(ref inputs, (nint)first * InputDim), operands.QueryLength, operands.FirstPosition);
                AttendTokens(ref operands, ref Floats.At(ref inputs, (nint)first * InputDim));
                operands.GoOn(operands.QueryLength);
                operands.FirstPosition += operands.QueryLength;
                """);

    private static void WriteAttendAll(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Attends tokens block by block.</summary>");
        using (code.Block("private static void AttendAll(ref Operands operands, ref float inputs, int tokens)"))
        {
            WriteCall(code, plan);
            WriteBlocks(code, plan, () => code.Line("""
                AttendTokens(ref operands, ref Floats.At(ref inputs, (nint)first * InputDim));
                operands.GoOn(operands.QueryLength);
                """));
        }
    }

    private static void WriteAddAll(KernelWriter code, (string Name, string Summary) method, string block, IReadOnlyList<Tensor> inputs)
    {
        code.Line($"/// <summary>{method.Summary}</summary>");
        using (code.Block($"private static void {method.Name}(ref Operands operands, {TokenKeysRoutine.References(inputs)}, int tokens, int position)"))
        using (code.Block("for (int first = 0; first < tokens; first += QueryBlock)"))
        {
            string key = $"ref Floats.At(ref {inputs[0].Name}, (nint)first * KeyInputDim)";
            string value = inputs.Count > 1 ? $", ref Floats.At(ref {inputs[1].Name}, (nint)first * ValueInputDim)" : "";
            code.Line($"{block}(ref operands, {key}{value}, Math.Min(QueryBlock, tokens - first), position + first);");
        }
    }

    private static void WriteWeighAll(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Weighs tokens block by block.</summary>");
        using (code.Block("private static void WeighAll(ref Operands operands, ref float inputs, int tokens)"))
        {
            code.Line("operands.Tokens = tokens;");
            WriteBlocks(code, plan, () =>
            {
                TokenSteps.WriteAngles(code, plan, "operands.FirstPosition", "operands.QueryLength");
                code.Line("""
                    ProjectQueries(ref operands, ref Floats.At(ref inputs, (nint)first * InputDim));
                    operands.Destination = ref Floats.At(ref operands.Outputs, (nint)first * operands.KeyLength);
                    Weigh(ref operands);
                    """);
            });
        }
    }

    private static void WriteBlocks(KernelWriter code, AttentionPlan plan, Action writeBody)
    {
        using (code.Block("for (int first = 0; first < tokens; first += QueryBlock)"))
        {
            WriteRow(code, plan);
            code.Line("operands.QueryLength = Math.Min(QueryBlock, tokens - first);");
            writeBody();
            if (plan.Spec.CountsPositions)
            {
                code.Line("operands.FirstPosition += operands.QueryLength;");
            }
        }
    }

    /// <summary>Tensors over pairs are those of the whole call.</summary>
    private static void WriteCall(KernelWriter code, AttentionPlan plan)
    {
        if (plan.Spec.TakesRowsOfTensors)
        {
            code.Line("operands.Tokens = tokens;");
        }
    }

    private static void WriteRow(KernelWriter code, AttentionPlan plan)
    {
        if (plan.Spec.TakesRowsOfTensors)
        {
            code.Line("operands.FirstRow = first;");
        }
    }
}
