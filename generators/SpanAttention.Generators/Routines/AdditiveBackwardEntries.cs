using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what <c>[AdditiveAttention]</c>'s <c>Backward</c> calls: checks, then the routine.</summary>
internal static class AdditiveBackwardEntries
{
    public static void Write(KernelWriter code, AdditiveBackwardPlan plan)
    {
        AdditiveTensors tensors = new(plan.Attention);
        Tensor[] given = [.. tensors.Inputs, .. tensors.Forwarded];
        Tensor[] all = [.. given, .. tensors.Gradients];
        code.Line("/// <summary>Gradients of all inputs.</summary>");
        using (code.Block($"public static void Backward({all.Spans()})"))
        {
            Check.WriteCount(code, tensors.Query);
            Check.WriteCount(code, tensors.Key);
            Check.WriteExactly(code, given.Skip(2));
            Check.WriteRoom(code, tensors.Gradients);
            foreach (Tensor gradient in tensors.Gradients)
            {
                code.Line($"CheckApart({gradient.Name}, {gradient.Extent}, \"{gradient.Name}\", {given.Names()});");
            }

            Check.WriteApart(code, tensors.Gradients);
            code.Line();
            code.Line("Operands operands = default;");
            Binding.Write(code, all);
            code.Line("""
                operands.QueryLength = queryLength;
                operands.KeyLength = keyLength;
                Differentiate(ref operands);
                """);
        }

        code.Line();
        WriteCheck(code, given);
    }

    /// <summary>A method of its own: all checks in one would be more calls than the JIT inlines.</summary>
    private static void WriteCheck(KernelWriter code, IReadOnlyList<Tensor> given)
    {
        code.Line("/// <summary>Checks that a gradient lies on nothing that is given.</summary>");
        using (code.Block($"private static void CheckApart(Span<float> gradient, int length, string name, {given.Spans()})"))
        {
            foreach (Tensor tensor in given)
            {
                code.Line($"SpanShape.Disjoint(gradient, length, {tensor.Name}, name, \"{tensor.Name}\");");
            }
        }
    }
}
