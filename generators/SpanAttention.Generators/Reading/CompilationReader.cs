using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Reading;

/// <summary>Reads the facts of the compilation that emitted code depends on.</summary>
internal static class CompilationReader
{
    // What the package's targets make of SpanAttentionVectorWidths.
    private const string VectorWidthsProperty = "build_property._SpanAttentionVectorWidths";

    private static readonly string[] TensorSpans =
        ["System.Numerics.Tensors.ReadOnlyTensorSpan`1", "System.Numerics.Tensors.TensorSpan`1", "System.Runtime.InteropServices.TensorMarshal"];

    public static CompilationFacts Read(Compilation compilation, AnalyzerConfigOptions options) =>
        new(
            KernelNamespace(compilation.Assembly, Identifier(compilation.AssemblyName ?? "")),
            compilation.Options is CSharpCompilationOptions { AllowUnsafe: true },
            TensorSpans.All(name => IsStable(compilation.GetTypeByMetadataName(name))),
            (int)((CSharpCompilation)compilation).LanguageVersion,
            VectorWidths(options));

    private static EquatableArray<string> VectorWidths(AnalyzerConfigOptions options) => options.TryGetValue(VectorWidthsProperty, out string? widths)
        ? new(widths.Split(',', ';').Select(static width => width.Trim()).Where(static width => width.Length > 0))
        : default;

    // An experimental type would warn in the user's project, at code that is not the user's.
    private static bool IsStable(INamedTypeSymbol? type) =>
        type is { DeclaredAccessibility: Accessibility.Public } && !type.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ExperimentalAttribute");

    /// <summary>A namespace that nobody else writes in: where the project has a type or a namespace of the name, an underscore follows.</summary>
    private static string KernelNamespace(IAssemblySymbol assembly, string name)
    {
        INamespaceSymbol? library = Find(assembly.GlobalNamespace, "SpanAttention");
        string generated = library?.GetTypeMembers("Generated").Any() == true ? "Generated_" : "Generated";
        INamespaceSymbol? others = library is null ? null : Find(library, generated);
        while (others?.GetMembers(name).Any() == true)
        {
            name += "_";
        }

        return $"SpanAttention.{generated}.{name}";
    }

    private static INamespaceSymbol? Find(INamespaceSymbol parent, string name) => parent.GetNamespaceMembers().FirstOrDefault(member => member.Name == name);

    /// <summary>An assembly's name as one identifier: <c>Game.Core</c> becomes <c>Game_Core</c>.</summary>
    private static string Identifier(string assemblyName)
    {
        string letters = new([.. assemblyName.Select(static c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_')]);
        return SyntaxFacts.IsValidIdentifier(letters) && SyntaxFacts.GetKeywordKind(letters) == SyntaxKind.None ? letters : "_" + letters;
    }
}
