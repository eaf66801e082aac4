using System.Reflection;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>[AdditiveAttention] declarations, compiled together.</summary>
public sealed class CompiledAdditives
{
    private const string None = "throw new NotSupportedException(\"The declaration has no gradients.\")";

    private readonly List<AdditiveDeclaration> declarations;
    private readonly Assembly assembly;

    private CompiledAdditives(List<AdditiveDeclaration> declarations, Assembly assembly)
    {
        this.declarations = declarations;
        this.assembly = assembly;
    }

    public static CompiledAdditives Compile(IEnumerable<AdditiveDeclaration> declarations, string vectorWidths = "")
    {
        List<AdditiveDeclaration> distinct = [.. declarations.Distinct()];
        return new(distinct, Compiler(distinct, vectorWidths).Load());
    }

    /// <summary>The same with other texts in the place of what was emitted.</summary>
    public static CompiledAdditives Load(AdditiveDeclaration declaration, DeclarationCompiler compiler, IReadOnlyDictionary<string, string> emittedSources) =>
        new([declaration], compiler.Load(emittedSources));

    public static DeclarationCompiler Compiler(IReadOnlyList<AdditiveDeclaration> declarations, string vectorWidths = "") =>
        new(declarations.Select(static (declaration, index) => Write($"Additive{index}", declaration)), vectorWidths: vectorWidths);

    /// <summary>The same in vectors of so many bits, where the width was left open.</summary>
    public CompiledAdditives In(int width)
    {
        VectorChoice.Pick(assembly, width);
        return this;
    }

    public ICompiledAdditive Find(AdditiveDeclaration declaration) =>
        (ICompiledAdditive)Activator.CreateInstance(assembly.GetType($"Declared.Additive{declarations.IndexOf(declaration)}Glue", throwOnError: true)!)!;

    private static string Write(string name, AdditiveDeclaration declaration)
    {
        string options = (declaration.HasScale ? "scale, " : "") + (declaration.Mask == AttentionMask.None ? "" : "mask, ");
        return $$"""
            using System;
            using SpanAttention;
            using SpanAttention.Conformance.Tests.Harness;

            namespace Declared;

            [AdditiveAttention({{DeclarationWriter.Arguments(declaration)}})]
            internal static partial class {{name}};

            public sealed class {{name}}Glue : ICompiledAdditive
            {
                public void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<float> scale, ReadOnlySpan<bool> mask, Span<float> destination) =>
                    {{name}}.Forward(query, key, value, {{options}}destination);

                public void Weights(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> scale, ReadOnlySpan<bool> mask, Span<float> destination) =>
                    {{name}}.Weights(query, key, {{options}}destination);

                public void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<float> scale, ReadOnlySpan<bool> mask, Span<float> destination, Span<float> logSumExp) =>
                    {{(declaration.Gradients ? $"{name}.Forward(query, key, value, {options}destination, logSumExp)" : None)}};

                public void Backward(
                    ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<float> scale, ReadOnlySpan<bool> mask, ReadOnlySpan<float> context, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> contextGradient,
                    Span<float> queryGradient, Span<float> keyGradient, Span<float> valueGradient, Span<float> scaleGradient) =>
                    {{(declaration.Gradients ? $"{name}.Backward(query, key, value, {options}context, logSumExp, contextGradient, queryGradient, keyGradient, valueGradient{(declaration.HasScale ? ", scaleGradient" : "")})" : None)}};

                public int[] Constants => [{{name}}.HeadDim, {{name}}.ValueDim, {{name}}.StackBytes];
            }
            """;
    }
}
