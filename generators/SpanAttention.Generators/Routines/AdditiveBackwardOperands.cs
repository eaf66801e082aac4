using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the checked operands of one call of additive attention's Backward.</summary>
internal static class AdditiveBackwardOperands
{
    public static void Write(KernelWriter code, AdditiveBackwardPlan plan)
    {
        AdditiveTensors tensors = new(plan.Attention);
        code.Line("/// <summary>The checked operands of one call.</summary>");
        using (code.Block("private ref struct Operands"))
        {
            foreach (Tensor operand in tensors.Inputs.Concat(tensors.Forwarded).Concat(tensors.Gradients))
            {
                code.Line($"public ref {operand.Element} {operand.Field};");
            }

            code.Line("""
                public int QueryLength;
                public int KeyLength;
                """);
        }
    }
}
