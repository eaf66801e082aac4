using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SpanAttention.Generators;
using SpanAttention.Generators.Tests.Harness;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Runs the generator and the compiler in memory, over any number of declarations at once; neither runs where the image is kept.</summary>
public sealed class DeclarationCompiler
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(static () =>
    [
        .. FrameworkAssemblies.References.All,
        Reference(typeof(AttentionAttribute).Assembly),
        Reference(typeof(DeclarationCompiler).Assembly),
    ]);

    // Besides sources and options, what is compiled depends on these modules alone; built from other sources a module has another id, and the same one for every machine.
    private static readonly Module[] Modules =
    [
        typeof(AttentionGenerator).Module, typeof(AttentionAttribute).Module, typeof(DeclarationCompiler).Module,
        typeof(Compilation).Module, typeof(CSharpCompilation).Module, typeof(FrameworkAssemblies.References).Module,
    ];

    private readonly IReadOnlyList<string> sources;
    private readonly CSharpParseOptions parseOptions;
    private readonly bool allowUnsafe;
    private readonly string vectorWidths;
    private readonly Lazy<Compilation> declarations;
    private readonly Lazy<(Compilation Complete, GeneratorDriverRunResult Result)> generated;

    public DeclarationCompiler(IEnumerable<string> sources, LanguageVersion languageVersion = LanguageVersion.CSharp12, bool allowUnsafe = false, string vectorWidths = "")
    {
        this.sources = [.. sources];
        this.allowUnsafe = allowUnsafe;
        this.vectorWidths = vectorWidths;
        parseOptions = new CSharpParseOptions(languageVersion);
        declarations = new(Declare);
        generated = new(Generate);
    }

    /// <summary>The emitted files by name.</summary>
    public IReadOnlyDictionary<string, string> EmittedSources =>
        generated.Value.Result.Results.Single().GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    private IEnumerable<string> Content =>
        [.. Modules.Select(static module => module.ModuleVersionId.ToString()), $"{parseOptions.LanguageVersion}", $"{allowUnsafe}", vectorWidths, .. sources];

    /// <summary>Compiles what was emitted.</summary>
    public Assembly Load() => Load(Content, () => generated.Value.Complete);

    /// <summary>Compiles other texts in the place of what was emitted.</summary>
    public Assembly Load(IReadOnlyDictionary<string, string> emittedSources) => Load(
        [.. Content, .. emittedSources.SelectMany(static source => new[] { source.Key, source.Value })],
        () => With(emittedSources));

    /// <summary>The same as an image that is not kept, for another process to load.</summary>
    public byte[] Image(IReadOnlyDictionary<string, string> emittedSources) => Emit(With(emittedSources));

    private static MetadataReference Reference(Assembly assembly) => MetadataReference.CreateFromFile(assembly.Location);

    private CSharpCompilation Declare()
    {
        CSharpCompilationOptions options = new(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: allowUnsafe,
            nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create("Declarations", sources.Select(Parse), References.Value, options);
    }

    private (Compilation Complete, GeneratorDriverRunResult Result) Generate()
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new AttentionGenerator().AsSourceGenerator()], parseOptions: parseOptions, optionsProvider: new BuildProperties(vectorWidths));
        driver = driver.RunGeneratorsAndUpdateCompilation(declarations.Value, out Compilation complete, out _);
        GeneratorDriverRunResult result = driver.GetRunResult();
        RefuseWarnings(result.Diagnostics);
        return (complete, result);
    }

    private Compilation With(IReadOnlyDictionary<string, string> emittedSources) =>
        declarations.Value.AddSyntaxTrees(emittedSources.Select(source => Parse(source.Value, source.Key)));

    private SyntaxTree Parse(string source, int index) => Parse(source, $"Declaration{index}.cs");

    private SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, parseOptions, path, Encoding.UTF8);

    private static Assembly Load(IEnumerable<string> content, Func<Compilation> compilation)
    {
        using MemoryStream image = new(CompiledImages.Get(content, () => Emit(compilation())));
        return new CollectibleContext().LoadFromStream(image);
    }

    private static byte[] Emit(Compilation compilation)
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
