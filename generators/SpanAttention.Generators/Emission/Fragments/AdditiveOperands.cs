using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Emits the checked operands of one call of additive attention.</summary>
internal static class AdditiveOperands
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        AdditiveSpec additive = plan.Spec.Additive!;
        code.Line("/// <summary>The checked operands of one call.</summary>");
        using (code.Block("private ref struct Operands"))
        {
            code.Line("""
                public ref float Query;
                public ref float Key;
                public ref float Value;
                """);
            if (additive.HasScale)
            {
                code.Line("public ref float Scale;");
            }

            if (additive.HasMask)
            {
                code.Line("public ref bool Mask;");
            }

            code.Line("""
                public ref float Destination;
                public int QueryLength;
                public int KeyLength;
                """);
        }
    }
}
