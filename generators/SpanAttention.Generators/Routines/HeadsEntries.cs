using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what a layer that learns calls for one sequence of its tape, whose memory it knows and has checked: contexts of all heads, and gradients from theirs.</summary>
internal static class HeadsEntries
{
    private const string Lengths = "int queryLength, int keyLength";

    public static void WriteForward(KernelWriter code, AttentionPlan plan)
    {
        Tensor[] operands = [.. ForwardOperands(plan.Spec)];
        code.Line("/// <summary>Contexts of one sequence's tokens, and the logarithms of their rows' sums of exponentials.</summary>");
        using (code.Block($"public static void Forward({Parameters(operands)}, {Lengths})"))
        {
            WriteBinding(code, operands);
            code.Line("Attend(ref operands);");
        }
    }

    public static void WriteBackward(KernelWriter code, BackwardPlan plan)
    {
        Tensor[] operands = [.. BackwardOperands(plan.Attention.Spec)];
        code.Line("/// <summary>Gradients of one sequence's queries, keys and values, and of what options take, from those of its contexts.</summary>");
        using (code.Block($"public static void Backward({Parameters(operands)}, {Lengths})"))
        {
            WriteBinding(code, operands);
            code.Line("Differentiate(ref operands);");
        }
    }

    /// <summary>Operands of Forward, in the order of its parameters.</summary>
    public static IEnumerable<Tensor> ForwardOperands(AttentionSpec spec)
    {
        AttentionTensors tensors = new(spec);
        return [.. tensors.Inputs, tensors.Destination, tensors.LogSumExp];
    }

    /// <summary>Operands of Backward, in the order of its parameters.</summary>
    public static IEnumerable<Tensor> BackwardOperands(AttentionSpec spec)
    {
        AttentionTensors tensors = new(spec);
        return [.. tensors.Inputs, .. tensors.Forwarded, .. tensors.Gradients];
    }

    private static string Parameters(IEnumerable<Tensor> operands) => string.Join(", ", operands.Select(static operand => $"ref {operand.Element} {operand.Name}"));

    private static void WriteBinding(KernelWriter code, IEnumerable<Tensor> operands)
    {
        code.Line("scoped Operands operands = default;");
        foreach (Tensor operand in operands)
        {
            code.Line($"operands.{operand.Field} = ref {operand.Name};");
        }

        code.Line("""
            operands.QueryLength = queryLength;
            operands.KeyLength = keyLength;
            operands.KeyCount = keyLength;
            """);
    }
}
