using System.Globalization;
using System.Reflection;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>[AdditiveAttention] declarations, compiled together.</summary>
public sealed class CompiledAdditives
{
    private readonly List<AdditiveDeclaration> declarations;
    private readonly Assembly assembly;

    private CompiledAdditives(List<AdditiveDeclaration> declarations, Assembly assembly)
    {
        this.declarations = declarations;
        this.assembly = assembly;
    }

    public static CompiledAdditives Compile(IEnumerable<AdditiveDeclaration> declarations)
    {
        List<AdditiveDeclaration> distinct = [.. declarations.Distinct()];
        return new(distinct, Compiler(distinct).Load());
    }

    /// <summary>The same with other texts in the place of what was emitted.</summary>
    public static CompiledAdditives Load(AdditiveDeclaration declaration, DeclarationCompiler compiler, IReadOnlyDictionary<string, string> emittedSources) =>
        new([declaration], compiler.Load(emittedSources));

    public static DeclarationCompiler Compiler(IReadOnlyList<AdditiveDeclaration> declarations) => new(declarations.Select(static (declaration, index) => Write($"Additive{index}", declaration)));

    /// <summary>The same in vectors of so many bits, where the width was left open.</summary>
    public CompiledAdditives In(int width)
    {
        VectorChoice.Pick(assembly, width);
        return this;
    }

    public ICompiledAdditive Find(AdditiveDeclaration declaration) =>
        (ICompiledAdditive)Activator.CreateInstance(assembly.GetType($"Declared.Additive{declarations.IndexOf(declaration)}Glue", throwOnError: true)!)!;

    public static string Arguments(AdditiveDeclaration declaration)
    {
        string?[] arguments =
        [
            Number("HeadDim", declaration.HeadDim),
            declaration.ValueDim == declaration.HeadDim ? null : Number("ValueDim", declaration.ValueDim),
            Number("QueryLength", declaration.QueryLength),
            Number("KeyLength", declaration.KeyLength),
            declaration.HasScale ? "Scale = true" : null,
            declaration.Mask == AttentionMask.None ? null : $"Mask = AttentionMask.{declaration.Mask}",
        ];
        return string.Join(", ", arguments.OfType<string>());
    }

    private static string Write(string name, AdditiveDeclaration declaration)
    {
        string options = (declaration.HasScale ? "scale, " : "") + (declaration.Mask == AttentionMask.None ? "" : "mask, ");
        return $$"""
            using System;
            using SpanAttention;
            using SpanAttention.Conformance.Tests.Harness;

            namespace Declared;

            [AdditiveAttention({{Arguments(declaration)}})]
            internal static partial class {{name}};

            public sealed class {{name}}Glue : ICompiledAdditive
            {
                public void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<float> scale, ReadOnlySpan<bool> mask, Span<float> destination) =>
                    {{name}}.Forward(query, key, value, {{options}}destination);

                public void Weights(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> scale, ReadOnlySpan<bool> mask, Span<float> destination) =>
                    {{name}}.Weights(query, key, {{options}}destination);

                public int[] Constants => [{{name}}.HeadDim, {{name}}.ValueDim, {{name}}.StackBytes];
            }
            """;
    }

    private static string? Number(string name, int? value) => value is null ? null : string.Create(CultureInfo.InvariantCulture, $"{name} = {value}");
}
