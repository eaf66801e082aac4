using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit.Abstractions;

namespace SpanAttention.Generators.Tests;

/// <summary>No emitted method is more than the JIT compiles well, or than a person reads in one go.</summary>
public sealed class EmittedMethodTests(ITestOutputHelper output)
{
    // Beyond 60 KB of IL or about 1000 locals the JIT no longer optimises a method.
    private const int MostCodeBytes = 50 * 1024;
    private const int MostLocals = 1000;

    // The JIT stops inlining after about 260 inlinees a method, those within inlinees included; what is left becomes calls, and vectors are spilled around each.
    private const int MostCalls = 100;

    private const int MostLines = 150;

    private static readonly ConcurrentDictionary<string, Lazy<GeneratorRun>> Runs = new();

    public static TheoryData<string> Regimes => [.. Regime.All.Select(regime => regime.Name)];

    [Theory]
    [MemberData(nameof(Regimes))]
    public void CodeIsShorterThan50Kilobytes(string regime) =>
        AssertBelow(MostCodeBytes, "bytes of IL", Methods(regime).Select(method => (method.Name, method.CodeBytes)));

    [Theory]
    [MemberData(nameof(Regimes))]
    public void LocalsAreFewerThan1000(string regime) =>
        AssertBelow(MostLocals, "locals", Methods(regime).Select(method => (method.Name, method.Locals)));

    [Theory]
    [MemberData(nameof(Regimes))]
    public void CallsThatTheJitMustInlineAreFewerThan100(string regime) =>
        AssertBelow(MostCalls, "calls", Methods(regime).Select(method => (method.Name, method.Calls.Count)));

    [Theory]
    [MemberData(nameof(Regimes))]
    public void TextIsAtMost150Lines(string regime) =>
        AssertBelow(MostLines + 1, "lines", MethodsAsText(regime).Select(method => (Name(method), Lines(method))));

    // What weighs, looks at keys; values would be projected for nothing.
    [Theory]
    [InlineData("layer, one token")]
    [InlineData("layer, many tokens")]
    [InlineData("layer, cross-attention")]
    [InlineData("layer, options, cached")]
    [InlineData("layer, options, cross-attention")]
    public void AttentionWeightsProjectNoValues(string regime)
    {
        ILookup<string, string> calls = Methods(regime).SelectMany(method => method.Calls.Select(call => (method.Name, call))).ToLookup(pair => pair.Name, pair => pair.call);
        string kernel = Assert.Single(calls.Select(method => method.Key), name => name.EndsWith("Kernel.AttentionWeights", StringComparison.Ordinal));

        HashSet<string> reached = [kernel];
        for (Queue<string> open = new(reached); open.TryDequeue(out string? method);)
        {
            foreach (string call in calls[method].Where(reached.Add))
            {
                open.Enqueue(call);
            }
        }

        Assert.Contains(reached, name => name.Contains("StoreKey", StringComparison.Ordinal));
        Assert.DoesNotContain(reached, name => name.Contains("StoreValue", StringComparison.Ordinal));
    }

    private static GeneratorRun Run(string regime) => Runs.GetOrAdd(regime, name => new Lazy<GeneratorRun>(() => Compile(name))).Value;

    private static GeneratorRun Compile(string name)
    {
        GeneratorRun run = GeneratorHarness.Run(new Consumer(Regime.All.Single(regime => regime.Name == name).Source) { OptimizationLevel = OptimizationLevel.Release });
        run.AssertClean();
        return run;
    }

    private static IReadOnlyList<EmittedMethod> Methods(string regime) => MethodReader.Read(Run(regime).ToImage());

    private static IEnumerable<BaseMethodDeclarationSyntax> MethodsAsText(string regime) =>
        Run(regime).Files.Values.SelectMany(file => CSharpSyntaxTree.ParseText(file).GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>());

    private static string Name(BaseMethodDeclarationSyntax method) =>
        $"{((BaseTypeDeclarationSyntax)method.Parent!).Identifier}.{(method as MethodDeclarationSyntax)?.Identifier.Text ?? ".ctor"}";

    // From the first attribute or modifier to the closing brace; the documentation above is not the method.
    private static int Lines(BaseMethodDeclarationSyntax method)
    {
        FileLinePositionSpan span = method.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private void AssertBelow(int limit, string unit, IEnumerable<(string Name, int Size)> methods)
    {
        (string Name, int Size)[] largestFirst = [.. methods.OrderByDescending(method => method.Size)];
        Assert.NotEmpty(largestFirst);
        output.WriteLine($"{largestFirst[0].Size} {unit} at most, in {largestFirst[0].Name}");
        Assert.True(largestFirst[0].Size < limit, string.Join('\n', largestFirst.TakeWhile(method => method.Size >= limit).Select(method => $"{method.Name} has {method.Size} {unit}")));
    }
}
