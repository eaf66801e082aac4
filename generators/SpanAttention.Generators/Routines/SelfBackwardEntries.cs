using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what <c>[SelfAttention]</c>'s <c>Backward</c> calls: checks, then the routine; and the operands of one call.</summary>
internal static class SelfBackwardEntries
{
    public static void Write(KernelWriter code, SelfBackwardPlan plan)
    {
        SelfAttentionTensors tensors = new(plan.Attention);
        Tensor[] given = [tensors.Inputs, tensors.ContextGradient];
        Tensor[] all = [.. given, tensors.InputGradient];
        code.Line("/// <summary>The gradient of the inputs.</summary>");
        using (code.Block($"public static void Backward({all.Spans()})"))
        {
            Check.WriteCount(code, tensors.Inputs);
            Check.WriteExactly(code, tensors.ContextGradient);
            Check.WriteResults(code, given, [tensors.InputGradient]);
            code.Line();
            code.Line("Operands operands = default;");
            Binding.Write(code, all);
            code.Line("""
                operands.Tokens = tokens;
                Differentiate(ref operands);
                """);
        }

        code.Line();
        code.Line("/// <summary>The checked operands of one call.</summary>");
        using (code.Block("private ref struct Operands"))
        {
            foreach (Tensor operand in all)
            {
                code.Line($"public ref float {operand.Field};");
            }

            code.Line("public int Tokens;");
        }
    }
}
