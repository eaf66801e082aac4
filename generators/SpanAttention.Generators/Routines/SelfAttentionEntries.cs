using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what <c>[SelfAttention]</c>'s members call: the inputs are query, key and value at once.</summary>
internal static class SelfAttentionEntries
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        SelfAttentionTensors tensors = new(plan.Spec);
        if (plan.Tiny is null)
        {
            WriteEntry(code, "Forward", "Attend", tensors.Inputs, tensors.Contexts);
        }
        else
        {
            WriteTinyForward(code, tensors);
        }

        code.Line();
        WriteEntry(code, "Weights", "Weigh", tensors.Inputs, tensors.Pairs);
        code.Line();
        WriteEntry(code, "Scores", "Score", tensors.Inputs, tensors.Pairs);
        code.Line();
        WriteBinding(code, plan.Attends);
    }

    private static void WriteEntry(KernelWriter code, string name, string routine, Tensor inputs, Tensor destination)
    {
        code.Line($"/// <summary>{name} of all tokens: checks, then {routine}.</summary>");
        using (code.Block($"public static void {name}({inputs.Span}, {destination.Span})"))
        {
            WriteChecks(code, inputs, destination);
            code.Line($"""
                Operands operands = Bind(inputs, tokens, destination);
                {routine}(ref operands);
                """);
        }
    }

    /// <summary>Optimised at once, like the rows: as long as a new method runs unoptimised, it would take longer than they do.</summary>
    private static void WriteTinyForward(KernelWriter code, SelfAttentionTensors tensors)
    {
        code.Line("/// <summary>Forward of all tokens: checks, then AttendTiny.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"public static void Forward({tensors.Inputs.Span}, {tensors.Contexts.Span})"))
        {
            WriteChecks(code, tensors.Inputs, tensors.Contexts);
            code.Line("""
                ref float input = ref MemoryMarshal.GetReference(inputs);
                AttendTiny(ref input, ref input, ref input, ref MemoryMarshal.GetReference(destination));
                """);
        }
    }

    private static void WriteChecks(KernelWriter code, Tensor inputs, Tensor destination)
    {
        Check.WriteCount(code, inputs);
        Check.WriteRoom(code, destination);
        Check.WriteDisjoint(code, destination, [inputs]);
    }

    private static void WriteBinding(KernelWriter code, bool hasValue)
    {
        code.Line($"/// <summary>The inputs as query{(hasValue ? ", key and value" : " and key")}.</summary>");
        using (code.Block("private static Operands Bind(ReadOnlySpan<float> inputs, int tokens, Span<float> destination)"))
        {
            code.Line("""
                Operands operands = default;
                operands.Query = ref MemoryMarshal.GetReference(inputs);
                operands.Key = ref MemoryMarshal.GetReference(inputs);
                """);
            if (hasValue)
            {
                code.Line("operands.Value = ref MemoryMarshal.GetReference(inputs);");
            }

            code.Line("""
                operands.Destination = ref MemoryMarshal.GetReference(destination);
                operands.QueryLength = tokens;
                operands.KeyLength = tokens;
                operands.KeyCount = tokens;
                return operands;
                """);
        }
    }
}
