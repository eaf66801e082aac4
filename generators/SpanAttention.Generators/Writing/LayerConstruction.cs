using SpanAttention.Generators.Members;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Writing;

/// <summary>Construction of a layer: the tensors it takes and the constructor that copies them.</summary>
internal static class LayerConstruction
{
    public static void Write(CodeWriter code, DeclaredSpec spec, string kernel, Inherited inherited)
    {
        IReadOnlyList<BlockPart> parts = Parts(spec);
        code.Line();
        foreach (string name in parts.Select(static part => part.Name).Prepend("Weights"))
        {
            code.Line($"private readonly global::SpanAttention.Primitives.AlignedFloats packed{name};");
        }

        WriteConstructor(code, spec, () =>
        {
            foreach ((string name, DeclaredSpec part) in parts)
            {
                code.Line(Pack($"packed{name}", $"{kernel.Substring(0, kernel.LastIndexOf('.') + 1)}{part.Type.KernelName}.Pack", part, $"weights.{name}."));
            }

            code.Line(Pack("packedWeights", $"{kernel}.Pack", spec, "weights."));
        });
        WriteWeights(code, spec);
        if (spec.Learns)
        {
            LearningTypes.Write(code, spec, inherited);
        }
    }

    private static string Pack(string field, string pack, DeclaredSpec spec, string weights) => $"{field} = {pack}({string.Join(", ", spec.Weights.Select(tensor => weights + tensor.Name))});";

    private static IReadOnlyList<BlockPart> Parts(DeclaredSpec spec) => spec is BlockSpec block ? block.Parts : [];

    public static void WriteRefused(CodeWriter code, DeclaredSpec spec, Inherited inherited, string refusal, IReadOnlyList<string> taken)
    {
        bool weights = !taken.Contains(EmittedNames.Weights);
        if (weights && !taken.Contains(CompiledDeclaration.Constructor))
        {
            WriteConstructor(code, spec, () => code.Line(refusal + ";"));
        }

        if (weights)
        {
            WriteWeights(code, spec, inherited.New(EmittedNames.Weights));
        }

        if (spec.Learns)
        {
            LearningTypes.Write(code, spec, inherited, taken);
        }
    }

    private static void WriteConstructor(CodeWriter code, DeclaredSpec spec, Action writeBody)
    {
        code.Line();
        code.Line("""
            /// <summary>Makes the layer from its weights, which are copied.</summary>
            /// <param name="weights">All declared tensors, the others empty.</param>
            /// <exception cref="global::System.ArgumentException">A tensor has another length than the declaration needs.</exception>
            """);
        using (code.Block($"public {spec.Type.Name}(in Weights weights)"))
        {
            writeBody();
        }
    }

    private static void WriteWeights(CodeWriter code, DeclaredSpec spec, string modifier = "")
    {
        WriteTensors(code, "The tensors that the layer takes. Those it does not declare stay empty.", $"{modifier}ref struct Weights", spec);
        foreach ((string name, DeclaredSpec part) in Parts(spec))
        {
            WriteTensors(code, $"The tensors of the part {name}. Those it does not declare stay empty.", $"ref struct {name}Weights", part);
        }
    }

    private static void WriteTensors(CodeWriter code, string summary, string type, DeclaredSpec spec)
    {
        code.Line();
        code.Line($"/// <summary>{summary}</summary>");
        using (code.Block($"public {type}"))
        {
            bool first = true;
            foreach ((string description, string member) in Members(spec))
            {
                if (!first)
                {
                    code.Line();
                }

                first = false;
                code.Line($"/// <summary>{description}</summary>");
                code.Line(member);
            }
        }
    }

    // The weights of parts are fields, so that an initializer can name their tensors one by one.
    private static IEnumerable<(string Description, string Member)> Members(DeclaredSpec spec) =>
        Parts(spec).Select(static part => ($"Weights of the {Words(part.Name)} layer.", $"public {part.Name}Weights {part.Name};"))
            .Concat(spec.Weights.Select(static tensor => (tensor.Description, $"public global::System.ReadOnlySpan<float> {tensor.Name} {{ get; set; }}")));

    /// <summary>A part in words, such as <c>cross-attention</c>.</summary>
    public static string Words(string part) => part switch
    {
        "Attention" => "attention",
        "CrossAttention" => "cross-attention",
        _ => "feed-forward",
    };
}
