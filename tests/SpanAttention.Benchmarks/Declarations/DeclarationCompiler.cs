using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SpanAttention.Benchmarks.Builds;

namespace SpanAttention.Benchmarks.Declarations;

/// <summary>Runs a build's generator and the compiler in memory, as a Release build of a user's project would.</summary>
internal static class DeclarationCompiler
{
    private const string ImplicitUsings = "global using System; global using System.Linq;";

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    /// <summary>The declarations that a user would write, by workload.</summary>
    public static IReadOnlyDictionary<Workload, Declaration> Compile(IReadOnlyList<Workload> workloads, LibraryBuild build)
    {
        Dictionary<Workload, string> names = workloads
            .Distinct()
            .Select((workload, index) => (Workload: workload, Name: $"Workload{index}"))
            .ToDictionary(entry => entry.Workload, entry => entry.Name);
        if (names.Count == 0)
        {
            return new Dictionary<Workload, Declaration>();
        }

        Assembly assembly = Compile("Workloads", names.Select(entry => DeclarationWriter.Write(entry.Key, entry.Value)), build);
        return names.ToDictionary(entry => entry.Key, entry => new Declaration(Declaration.ContenderName, assembly.GetType(entry.Value, throwOnError: true)!));
    }

    /// <summary>A layer whose number of tokens comes from the spans.</summary>
    public static Type CompileLayerOfAnyLength(Workload workload, LibraryBuild build)
    {
        const string name = "Layer";
        return Compile("Tokens", [DeclarationWriter.LayerOfAnyLength(workload, name)], build).GetType(name, throwOnError: true)!;
    }

    /// <summary>An assembly of a build; there is one of a name.</summary>
    public static Assembly Compile(string assemblyName, IEnumerable<string> sources, LibraryBuild build)
    {
        using MemoryStream image = new();
        RefuseErrors(Generate(assemblyName, sources, build).Emit(image).Diagnostics, build);
        image.Position = 0;
        return build.Load(image);
    }

    private static Compilation Generate(string assemblyName, IEnumerable<string> sources, LibraryBuild build)
    {
        CSharpCompilationOptions options = new(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable);
        Compilation declarations = CSharpCompilation.Create(
            $"SpanAttention.Benchmarks.{assemblyName}",
            sources.Append(ImplicitUsings).Select(source => CSharpSyntaxTree.ParseText(source, ParseOptions)),
            build.References,
            options);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([build.CreateGenerator()], parseOptions: ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(declarations, out Compilation complete, out ImmutableArray<Diagnostic> diagnostics);
        RefuseErrors(diagnostics, build);
        return complete;
    }

    private static void RefuseErrors(IEnumerable<Diagnostic> diagnostics, LibraryBuild build)
    {
        string[] errors = [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5).Select(diagnostic => diagnostic.ToString())];
        if (errors.Length > 0)
        {
            throw new UsageException($"the workloads do not compile with {build.Folder}:{Environment.NewLine}{string.Join(Environment.NewLine, errors)}");
        }
    }
}
