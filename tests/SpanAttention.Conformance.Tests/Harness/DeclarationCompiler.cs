using System.Reflection;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SpanAttention.Generators;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Runs the generator and the compiler in memory, over any number of declarations at once.</summary>
public sealed class DeclarationCompiler
{
    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. Net100.References.All,
        Reference(typeof(AttentionAttribute).Assembly),
        Reference(typeof(DeclarationCompiler).Assembly),
    ];

    private readonly CSharpParseOptions parseOptions;
    private readonly Compilation declarations;
    private readonly Compilation complete;

    public DeclarationCompiler(IEnumerable<string> sources, LanguageVersion languageVersion = LanguageVersion.CSharp12, bool allowUnsafe = false)
    {
        parseOptions = new CSharpParseOptions(languageVersion);
        CSharpCompilationOptions options = new(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: allowUnsafe,
            nullableContextOptions: NullableContextOptions.Enable);
        declarations = CSharpCompilation.Create("Declarations", sources.Select(Parse), References, options);

        GeneratorDriver driver = CSharpGeneratorDriver.Create([new AttentionGenerator().AsSourceGenerator()], parseOptions: parseOptions);
        driver = driver.RunGeneratorsAndUpdateCompilation(declarations, out complete, out _);
        Result = driver.GetRunResult();
        RefuseWarnings(Result.Diagnostics);
    }

    public GeneratorDriverRunResult Result { get; }

    /// <summary>The emitted files by name.</summary>
    public IReadOnlyDictionary<string, string> EmittedSources =>
        Result.Results.Single().GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    /// <summary>Compiles what was emitted.</summary>
    public Assembly Load() => Load(complete);

    /// <summary>Compiles other texts in the place of what was emitted.</summary>
    public Assembly Load(IReadOnlyDictionary<string, string> emittedSources) => Load(With(emittedSources));

    /// <summary>The same as an image, for another process to load.</summary>
    public byte[] Image(IReadOnlyDictionary<string, string> emittedSources) => Image(With(emittedSources));

    private static MetadataReference Reference(Assembly assembly) => MetadataReference.CreateFromFile(assembly.Location);

    private SyntaxTree Parse(string source, int index) => Parse(source, $"Declaration{index}.cs");

    private SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, parseOptions, path, Encoding.UTF8);

    private Compilation With(IReadOnlyDictionary<string, string> emittedSources) =>
        declarations.AddSyntaxTrees(emittedSources.Select(source => Parse(source.Value, source.Key)));

    private static Assembly Load(Compilation compilation) => new CollectibleContext().LoadFromStream(new MemoryStream(Image(compilation)));

    private static byte[] Image(Compilation compilation)
    {
        using MemoryStream image = new();
        RefuseWarnings(compilation.Emit(image).Diagnostics);
        return image.ToArray();
    }

    private static void RefuseWarnings(IEnumerable<Diagnostic> diagnostics)
    {
        string[] warnings = [.. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Take(20).Select(diagnostic => diagnostic.ToString())];
        if (warnings.Length > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, warnings));
        }
    }
}
