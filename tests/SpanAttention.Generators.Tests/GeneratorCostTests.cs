using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace SpanAttention.Generators.Tests;

/// <summary>What the generator costs a build. Times are written, not asserted: they belong to the machine.</summary>
public sealed class GeneratorCostTests(ITestOutputHelper output)
{
    private const int DeclarationCount = 100;

    /// <summary>Declarations of every kind, no two of one shape.</summary>
    private static readonly Func<int, string>[] Kinds =
    [
        index => $"[SelfAttention(InputDim = {3 + index}, SequenceLength = {6 + index})] public readonly partial struct Routine{index};",
        index => $"[Attention(SequenceLength = {16 + index}, Heads = 4, HeadDim = {16 + index}, Causal = true)] public readonly partial struct Routine{index};",
        index => $"[Attention(Heads = 8, KeyValueHeads = 2, HeadDim = {64 + index}, Layout = AttentionLayout.HeadsFirst)] public static partial class Routine{index};",
        index => $"[Attention(QueryLength = 1, Heads = 12, HeadDim = {64 + index})] public readonly partial struct Routine{index};",
        index => $"[MultiHeadAttention(InputDim = {4 * (8 + index)}, Heads = 4, Causal = true)] public sealed partial class Routine{index};",
        index => $"[MultiHeadAttention(InputDim = {4 * (8 + index)}, ContextDim = 24, Heads = 4, QueryKeyValueBias = true)] public sealed partial class Routine{index};",
    ];

    [Fact]
    public void OneHundredDeclarations_AreEmittedWithoutDiagnostics()
    {
        Consumer consumer = new([.. Enumerable.Range(0, DeclarationCount).Select(Source)]);

        Run(consumer, "first run, the generator's own compilation included");
        GeneratorDriverRunResult result = Run(consumer, "second run, as in a compiler that stays in memory");

        Assert.Empty(result.Diagnostics);
        string[] files = [.. result.Results.Single().GeneratedSources.Select(source => source.HintName)];
        Assert.All(Enumerable.Range(0, DeclarationCount), index => Assert.Contains($"Game.Routine{index}.g.cs", files));
    }

    private static string Source(int index) => $"using SpanAttention;\n\nnamespace Game;\n\n{Kinds[index % Kinds.Length](index)}\n";

    private GeneratorDriverRunResult Run(Consumer consumer, string which)
    {
        CSharpCompilation compilation = consumer.Compile();
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new AttentionGenerator().AsSourceGenerator()], parseOptions: consumer.ParseOptions);
        Stopwatch stopwatch = Stopwatch.StartNew();
        driver = driver.RunGenerators(compilation);
        stopwatch.Stop();
        GeneratorDriverRunResult result = driver.GetRunResult();
        long characters = result.Results.Single().GeneratedSources.Sum(source => (long)source.SourceText.Length);
        output.WriteLine($"{DeclarationCount} declarations, {characters:N0} characters: {stopwatch.ElapsedMilliseconds} ms ({which})");
        return result;
    }
}
