using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what <c>[AdditiveAttention]</c>'s members call: checks, then the routine.</summary>
internal static class AdditiveEntries
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        AdditiveTensors tensors = new(plan.Spec);
        code.Line("/// <summary>Contexts of all query rows.</summary>");
        WriteEntry(code, "Forward", "Attend", tensors.Inputs, tensors.Contexts);
        code.Line();
        if (plan.Spec.Gradients)
        {
            code.Line("/// <summary>Contexts of all query rows, and the logarithms of their sums.</summary>");
            WriteEntry(code, "Forward", "Attend", tensors.Inputs, tensors.Contexts, tensors.LogSumExp);
            code.Line();
        }

        code.Line("/// <summary>Weights of all query rows.</summary>");
        WriteEntry(code, "Weights", "Weigh", tensors.Weighed, tensors.Weights);
    }

    private static void WriteEntry(KernelWriter code, string name, string routine, IReadOnlyList<Tensor> inputs, params Tensor[] results)
    {
        Tensor[] all = [.. inputs, .. results];
        using (code.Block($"public static void {name}({all.Spans()})"))
        {
            Check.WriteCount(code, inputs[0]);
            Check.WriteCount(code, inputs[1]);
            Check.WriteExactly(code, inputs.Skip(2));
            Check.WriteResults(code, inputs, results);
            code.Line();
            code.Line("Operands operands = default;");
            Binding.Write(code, all);
            code.Line($"""
                operands.QueryLength = queryLength;
                operands.KeyLength = keyLength;
                {routine}(ref operands);
                """);
        }
    }
}
