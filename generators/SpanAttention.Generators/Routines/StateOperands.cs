using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the checked operands of one call of Continue, which travel by reference.</summary>
internal static class StateOperands
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>The checked operands of one call.</summary>");
        using (code.Block("private ref struct Operands"))
        {
            foreach (Tensor operand in new AttentionTensors(plan.Spec).Carried)
            {
                code.Line($"public ref {operand.Element} {operand.Field};");
            }

            code.Line("""
                public ref float Maximum; // of each row, in the state
                public ref float Sum;
                public ref float Destination; // contexts before they are normalized
                public int QueryLength;
                public int KeyLength;
                public int KeyCount;
                """);
            if (plan.Spec.HasPositions)
            {
                code.Line("public int FirstPosition; // of the first query, counted from the part's first key");
            }
        }
    }
}
