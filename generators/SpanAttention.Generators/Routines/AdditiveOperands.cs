using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the checked operands of one call of additive attention.</summary>
internal static class AdditiveOperands
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>The checked operands of one call.</summary>");
        using (code.Block("private ref struct Operands"))
        {
            code.Line("""
                public ref float Query;
                public ref float Key;
                public ref float Value;
                public ref float Destination;
                public int QueryLength;
                public int KeyLength;
                """);
            if (plan.Spec.Gradients)
            {
                code.Line("public ref float LogSumExp; // null where it is not wanted");
            }

            foreach (Tensor operand in new AdditiveTensors(plan.Spec).Options)
            {
                code.Line($"public ref {operand.Element} {operand.Field};");
            }
        }
    }
}
