using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Emits the checked operands of one call, which travel by reference.</summary>
internal static class OperandsStruct
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>The checked operands of one call.</summary>");
        using (code.Block("private ref struct Operands"))
        {
            code.Line("""
                public ref float Query;
                public ref float Key;
                """);
            if (plan.Attends)
            {
                code.Line("public ref float Value;");
            }

            code.Line("""
                public ref float Destination;
                public int QueryLength;
                public int KeyLength;
                public int KeyCount;
                """);
            if (plan.Spec.Kind == AttentionKind.Attention)
            {
                code.Line("public ref float LogSumExp; // null where it is not asked for");
                code.Line("public ScoreStage Stage;");
            }

            foreach (OptionalOperand operand in OptionalOperand.All(plan.Spec))
            {
                code.Line($"public ref {operand.Element} {operand.Field};");
            }

            if (plan.Spec.HasPositions)
            {
                code.Line();
                code.Line(plan.Spec.TopLeft
                    ? """
                      /// <summary>The position of the first query among the keys: the first query stands at the first key.</summary>
                      public readonly int FirstPosition => 0;
                      """
                    : """
                      /// <summary>The position of the first query among the keys: the last query stands at the last key.</summary>
                      public readonly int FirstPosition => KeyCount - QueryLength;
                      """);
            }
        }
    }
}
