using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SpanAttention.Generators;

namespace SpanAttention.Benchmarks.Declarations;

/// <summary>Runs the generator and the compiler in memory, as a Release build of a user's project would.</summary>
internal static class DeclarationCompiler
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    /// <summary>The declared types by workload.</summary>
    public static IReadOnlyDictionary<Workload, Declaration> Compile(IReadOnlyList<Workload> workloads)
    {
        Dictionary<Workload, string> names = workloads
            .Distinct()
            .Select((workload, index) => (Workload: workload, Name: $"Workload{index}"))
            .ToDictionary(entry => entry.Workload, entry => entry.Name);
        if (names.Count == 0)
        {
            return new Dictionary<Workload, Declaration>();
        }

        Assembly assembly = Load(Generate(names.Select(entry => DeclarationWriter.Write(entry.Key, entry.Value))));
        return names.ToDictionary(entry => entry.Key, entry => new Declaration(Declaration.ContenderName, assembly.GetType(entry.Value, throwOnError: true)!));
    }

    private static Compilation Generate(IEnumerable<string> sources)
    {
        CSharpCompilationOptions options = new(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable);
        Compilation declarations = CSharpCompilation.Create(
            "SpanAttention.Benchmarks.Compiled",
            sources.Select(source => CSharpSyntaxTree.ParseText(source, ParseOptions)),
            References(),
            options);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new AttentionGenerator().AsSourceGenerator()], parseOptions: ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(declarations, out Compilation complete, out ImmutableArray<Diagnostic> diagnostics);
        RefuseErrors(diagnostics);
        return complete;
    }

    private static IEnumerable<MetadataReference> References()
    {
        string assemblies = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return assemblies.Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
    }

    private static Assembly Load(Compilation compilation)
    {
        using MemoryStream image = new();
        RefuseErrors(compilation.Emit(image).Diagnostics);
        image.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(image);
    }

    private static void RefuseErrors(IEnumerable<Diagnostic> diagnostics)
    {
        string[] errors = [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5).Select(diagnostic => diagnostic.ToString())];
        if (errors.Length > 0)
        {
            throw new UsageException($"the workloads do not compile:{Environment.NewLine}{string.Join(Environment.NewLine, errors)}");
        }
    }
}
