using SpanAttention.Generators.Members;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Writing;

/// <summary>Construction of a layer: the tensors it takes and the constructor that copies them.</summary>
internal static class LayerMembers
{
    public static void WriteConstruction(CodeWriter code, DeclaredSpec spec, string pack)
    {
        code.Line();
        code.Line("private readonly global::SpanAttention.Primitives.AlignedFloats packedWeights;");
        WriteConstructor(code, spec, () =>
            code.Line($"packedWeights = {pack}({string.Join(", ", spec.Weights.Select(static tensor => "weights." + tensor.Name))});"));
        WriteWeights(code, spec);
    }

    public static void WriteRefusedConstruction(CodeWriter code, DeclaredSpec spec, Inherited inherited, string refusal, IReadOnlyList<string> taken)
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
        code.Line();
        code.Line("/// <summary>The tensors that the layer takes. Those it does not declare stay empty.</summary>");
        using (code.Block($"public {modifier}ref struct Weights"))
        {
            bool first = true;
            foreach (WeightTensor tensor in spec.Weights)
            {
                if (!first)
                {
                    code.Line();
                }

                first = false;
                code.Line($"/// <summary>{tensor.Description}</summary>");
                code.Line($"public global::System.ReadOnlySpan<float> {tensor.Name} {{ get; set; }}");
            }
        }
    }
}
