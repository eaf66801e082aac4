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
            WriteTape(code, spec, inherited.New(EmittedNames.Tape));
        }

        if (taken?.Contains(EmittedNames.Gradients) != true)
        {
            code.Line();
            WriteGradients(code, spec, inherited.New(EmittedNames.Gradients));
        }

        foreach (BlockPart part in PartsOf(spec))
        {
            code.Line();
            code.Line($"/// <summary>The gradients of the part {part.Name}.</summary>");
            WriteTensors(code, $"ref struct {part.Name}Gradients", OfTensors(part.Spec));
        }
    }

    private static IReadOnlyList<BlockPart> PartsOf(DeclaredSpec spec) => spec is BlockSpec block ? block.Parts : [];

    private static void WriteTape(CodeWriter code, DeclaredSpec spec, string modifier)
    {
        const string Type = "global::SpanAttention.Primitives.LayerTape";
        string[] tapes = [.. PartsOf(spec).Select(static part => part.Name).Prepend("")];
        code.Line("/// <summary>Numbers that a call of Forward leaves for Backward. Made by CreateTape; for one call at a time.</summary>");
        using (code.Block($"public {modifier}sealed class Tape"))
        {
            foreach (string part in tapes)
            {
                code.Line($"internal readonly {Type} Taped{part};");
            }

            code.Line();
            using (code.Block($"internal Tape({string.Join(", ", tapes.Select(static part => $"{Type} taped{part}"))})"))
            {
                foreach (string part in tapes)
                {
                    code.Line($"Taped{part} = taped{part};");
                }
            }

            code.Line();
            code.Line("""
                /// <summary>Tokens that there is room for.</summary>
                public int Tokens => Taped.Tokens;
                """);
        }
    }

    private static void WriteGradients(CodeWriter code, DeclaredSpec spec, string modifier)
    {
        code.Line("/// <summary>The gradients that Backward adds to, each of its tensor's shape and layout. Those of tensors that the layer does not declare stay empty.</summary>");
        WriteTensors(
            code,
            $"{modifier}ref struct Gradients",
            [.. PartsOf(spec).Select(static part => ($"Gradients of the {LayerConstruction.Words(part.Name)} layer.", $"public {part.Name}Gradients {part.Name};")), .. OfTensors(spec)]);
    }

    private static IReadOnlyList<(string Description, string Member)> OfTensors(DeclaredSpec spec) =>
        [.. spec.Learned.Select(static tensor => (tensor.Description, $"public global::System.Span<float> {tensor.Name} {{ get; set; }}"))];

    private static void WriteTensors(CodeWriter code, string type, IReadOnlyList<(string Description, string Member)> members)
    {
        using (code.Block($"public {type}"))
        {
            for (int index = 0; index < members.Count; index++)
            {
                if (index > 0)
                {
                    code.Line();
                }

                code.Line($"/// <summary>{members[index].Description}</summary>");
                code.Line(members[index].Member);
            }
        }
    }
}
