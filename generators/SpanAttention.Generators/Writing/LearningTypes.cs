using SpanAttention.Generators.Members;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Writing;

/// <summary>The types that a layer which learns has beside <c>Weights</c>: its tape, and the gradients of its weights.</summary>
internal static class LearningTypes
{
    public static void Write(CodeWriter code, DeclaredSpec spec, Inherited inherited, IReadOnlyList<string>? taken = null)
    {
        if (taken?.Contains(EmittedNames.Tape) != true)
        {
            code.Line();
            WriteTape(code, inherited.New(EmittedNames.Tape));
        }

        if (taken?.Contains(EmittedNames.Gradients) != true)
        {
            code.Line();
            WriteGradients(code, spec, inherited.New(EmittedNames.Gradients));
        }
    }

    private static void WriteTape(CodeWriter code, string modifier)
    {
        code.Line("/// <summary>What a call of Forward leaves for Backward. Made by CreateTape; for one call at a time.</summary>");
        using (code.Block($"public {modifier}sealed class Tape"))
        {
            code.Line("""
                internal readonly global::SpanAttention.Primitives.LayerTape Taped;

                internal Tape(global::SpanAttention.Primitives.LayerTape taped) => Taped = taped;

                /// <summary>Tokens that there is room for.</summary>
                public int Tokens => Taped.Tokens;
                """);
        }
    }

    private static void WriteGradients(CodeWriter code, DeclaredSpec spec, string modifier)
    {
        code.Line("/// <summary>The gradients that Backward adds to, each of its tensor's shape and layout. Those of tensors that the layer does not declare stay empty.</summary>");
        using (code.Block($"public {modifier}ref struct Gradients"))
        {
            bool first = true;
            foreach (WeightTensor tensor in spec.Learned)
            {
                if (!first)
                {
                    code.Line();
                }

                first = false;
                code.Line($"/// <summary>{tensor.Description}</summary>");
                code.Line($"public global::System.Span<float> {tensor.Name} {{ get; set; }}");
            }
        }
    }
}
