using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SpanAttention.Generators.Tests.Harness;

/// <summary>A project that uses the generator, as strict as the compiler can be.</summary>
public sealed record Consumer(params string[] Sources)
{
    public string AssemblyName { get; init; } = "Consumer";

    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.CSharp12;

    public bool Nullable { get; init; } = true;

    public OptimizationLevel OptimizationLevel { get; init; } = OptimizationLevel.Debug;

    public OutputKind OutputKind { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    public bool AllowUnsafe { get; init; }

    public bool CheckOverflow { get; init; }

    public Framework Framework { get; init; } = Framework.Net100;

    /// <summary>SpanAttentionVectorWidths in the project file; nothing for all.</summary>
    public string VectorWidths { get; init; } = "";

    public IReadOnlyList<MetadataReference> OtherReferences { get; init; } = [];

    public CSharpParseOptions ParseOptions => new(LanguageVersion, DocumentationMode.Diagnose);

    public CSharpCompilation Compile() =>
        CSharpCompilation.Create(
            AssemblyName,
            Sources.Select((source, index) => Parse(source, $"Source{index}.cs")),
            [.. Framework.References, .. OtherReferences],
            new CSharpCompilationOptions(
                OutputKind,
                optimizationLevel: OptimizationLevel,
                checkOverflow: CheckOverflow,
                allowUnsafe: AllowUnsafe,
                warningLevel: 9999,
                generalDiagnosticOption: ReportDiagnostic.Error,
                nullableContextOptions: Nullable ? NullableContextOptions.Enable : NullableContextOptions.Disable));

    public SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path, Encoding.UTF8);
}
