using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the checked operands of one call of Backward, which travel by reference.</summary>
internal static class BackwardOperands
{
    public static void Write(KernelWriter code, BackwardPlan plan)
    {
        AttentionSpec spec = plan.Attention.Spec;
        AttentionTensors tensors = new(spec);
        code.Line("/// <summary>The checked operands of one call.</summary>");
        using (code.Block("private ref struct Operands"))
        {
            foreach (Tensor operand in tensors.Inputs.Concat(tensors.Forwarded).Concat(tensors.Gradients))
            {
                code.Line($"public ref {operand.Element} {operand.Field};{(operand.IsOptional ? " // null where it is not wanted" : "")}");
            }

            code.Line("""
                public int QueryLength;
                public int KeyLength;
                public int KeyCount;
                """);
            FirstPosition.WriteProperty(code, spec);
        }
    }
}
