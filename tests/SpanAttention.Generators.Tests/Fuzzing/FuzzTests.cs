using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit.Abstractions;

namespace SpanAttention.Generators.Tests.Fuzzing;

/// <summary>
/// Thousands of odd declarations: the generator never throws, and what it says is a diagnostic or code that compiles. SPANATTENTION_FUZZ sets how many, SPANATTENTION_SEED which.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int BatchSize = 60;

    // Of that many declarations, one has its kernel compiled to the last statement: names and numbers are odd, but kernels are alike. Of all, everything else is.
    private const int KernelsLeftOut = 8;

    private const int ReportedFailures = 5;

    // What the declarations' constants refer to.
    private const string Constants =
        """
        internal static class Odd
        {
            public const int Three = 3;
            public const int Zero = Three - 3;
            public const bool Yes = true;
            public static readonly int NotConstant = 4;
        }
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);
    private static readonly CSharpCompilationOptions CompilationOptions = new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    private static int Count => Number("SPANATTENTION_FUZZ") ?? 2400;

    [Fact]
    public void AnyDeclarationIsRefusedOrCompiles()
    {
        DeclarationFuzzer fuzzer = new(RunSeed.Random());
        FuzzedDeclaration[][] batches = [.. Enumerable.Range(0, Count).Select(fuzzer.Next).Chunk(BatchSize)];

        FuzzOutcome outcome = batches.AsParallel().Select(Run).Aggregate(new FuzzOutcome(0, 0, 0, []), static (all, batch) => all.And(batch));

        output.WriteLine($"{Count} declarations: {outcome.Compiled} compiled, {outcome.Refused} refused, {outcome.Broken} not C# to begin with; {RunSeed.Replay}");
        Assert.True(
            outcome.Failures.Count == 0,
            $"{outcome.Failures.Count} of {Count} declarations fail; {RunSeed.Replay}\n{string.Join("\n\n", outcome.Failures.Take(ReportedFailures))}");
    }

    private static FuzzOutcome Run(FuzzedDeclaration[] declarations)
    {
        CSharpCompilation written = CSharpCompilation.Create("Fuzzed", declarations.SelectMany(Parse).Append(Parse(Constants, "Odd.cs")), Framework.Net100.References, CompilationOptions);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new AttentionGenerator().AsSourceGenerator()], parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(written, out Compilation complete, out _);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is { } exception)
        {
            return declarations.Length == 1
                ? new(0, 0, 0, [$"{declarations[0]}\n→ {exception}"])
                : declarations.Select(static declaration => Run([declaration])).Aggregate(static (all, one) => all.And(one));
        }

        ILookup<string, string> before = Errors(written.GetDiagnostics());
        ILookup<string, string> after = Errors(Diagnostics(declarations, complete));
        FuzzOutcome shared = new(0, 0, 0, [.. after.Where(static file => IsShared(file.Key)).SelectMany(static file => file).Take(3)]);
        return declarations.Select(declaration => Confirm(declaration, declarations.Length, Judge(declaration, result, before, after))).Aggregate(shared, static (all, one) => all.And(one));
    }

    // A lost brace may let one declaration's type loose on the others: what fails must fail alone.
    private static FuzzOutcome Confirm(FuzzedDeclaration declaration, int companions, FuzzOutcome outcome) =>
        outcome.Failures.Count > 0 && companions > 1 ? Run([declaration]) : outcome;

    private static FuzzOutcome Judge(FuzzedDeclaration declaration, GeneratorRunResult result, ILookup<string, string> before, ILookup<string, string> after)
    {
        // What is not C# without the generator cannot become it; what is emitted for a type of another name cannot be found.
        if (!declaration.IsMarked || Of(declaration, before).Any())
        {
            return new(0, 0, 1, []);
        }

        bool refused = result.Diagnostics.Any(diagnostic => declaration.Owns(diagnostic.Location.GetLineSpan().Path));
        bool emitted = result.GeneratedSources.Any(source => declaration.Owns(source.HintName));
        string[] errors = [.. Of(declaration, after).Take(3)];
        return errors.Length > 0 ? new(0, 0, 0, [$"{declaration}\n→ {string.Join("\n→ ", errors)}"])
            : !refused && !emitted && Parse(declaration).Any(static tree => tree.GetRoot().DescendantNodes().OfType<AttributeSyntax>().Any()) ? new(0, 0, 0, [$"{declaration}\n→ neither a diagnostic nor code"])
            : refused ? new(0, 1, 0, [])
            : new(1, 0, 0, []);
    }

    private static IEnumerable<string> Of(FuzzedDeclaration declaration, ILookup<string, string> errors) => errors.Where(file => declaration.Owns(file.Key)).SelectMany(static file => file);

    private static IEnumerable<Diagnostic> Diagnostics(FuzzedDeclaration[] declarations, Compilation complete)
    {
        HashSet<string> whole = [.. declarations.Where(static declaration => declaration.Index % KernelsLeftOut == 0).Select(static declaration => declaration.Mark)];
        IEnumerable<SyntaxTree> bound = complete.SyntaxTrees.Where(tree => !IsKernel(tree.FilePath) || IsShared(tree.FilePath) || whole.Any(mark => tree.FilePath.Contains(mark, StringComparison.Ordinal)));
        return complete.GetDeclarationDiagnostics().Concat(complete.SyntaxTrees.SelectMany(static tree => tree.GetDiagnostics())).Concat(bound.SelectMany(tree => complete.GetSemanticModel(tree).GetDiagnostics()));
    }

    private static bool IsKernel(string path) =>
        path.EndsWith(".Kernel.g.cs", StringComparison.Ordinal) || path.Contains(".Vector", StringComparison.Ordinal);

    // Projections, which belong to no declaration alone
    private static bool IsShared(string path) => Path.GetFileName(path).StartsWith("SpanAttention-", StringComparison.Ordinal);

    private static ILookup<string, string> Errors(IEnumerable<Diagnostic> diagnostics) => diagnostics
        .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        .ToLookup(static diagnostic => diagnostic.Location.GetLineSpan().Path ?? "", static diagnostic => diagnostic.ToString());

    private static IEnumerable<SyntaxTree> Parse(FuzzedDeclaration declaration) => declaration.Sources.Select((source, part) => Parse(source, $"{declaration.Mark}{part}.cs"));

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path, Encoding.UTF8);

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
