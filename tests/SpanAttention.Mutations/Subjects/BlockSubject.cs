using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A [TransformerBlock] declaration: its bits on every kind of data, at once and in chunks through its cache, and its refusals.</summary>
/// <param name="regime">What it stands for.</param>
/// <param name="declaration">The declaration.</param>
/// <param name="chunks">Tokens of one call after the other; where there is no cache all of them are one call.</param>
internal sealed class BlockSubject(string regime, BlockDeclaration declaration, params int[][] chunks) : ISubject
{
    private const string Type = "Block0";
    private const int Seed = 20240229;
    private const int ContextTokens = 66;

    public string Regime => regime;

    public DeclarationCompiler NewCompiler() => CompiledBlocks.Compiler([declaration]);

    public IReadOnlyList<Trial> Trials(Assembly assembly)
    {
        ICompiledBlock compiled = (ICompiledBlock)Activator.CreateInstance(assembly.GetType($"{DeclarationWriter.Namespace}.{Type}{DeclarationWriter.GlueSuffix}", throwOnError: true)!)!;
        return
        [
            .. from kind in Enum.GetValues<DataKind>()
               from calls in chunks
               let tokens = calls.Sum()
               from tokenCount in new[] { tokens, tokens / 2 }.Distinct()
               let trial = NewTrial(tokens, tokenCount, calls)
               select new Trial($"{trial}, {kind}", () => BlockDifferences.Of(compiled, trial, kind)),
            new("constants", () => DeclaredConstants.Differences(assembly, Type)),
            .. chunks.Select(calls => new Trial("workspace", () => BlockWorkspace.Differences(assembly, compiled, NewTrial(calls.Sum(), calls.Sum(), calls)))),
            new("wrong calls", () => BlockRefusals.Differences(compiled, declaration)),
        ];
    }

    private BlockTrial NewTrial(int tokens, int tokenCount, int[] calls) =>
        new(declaration, new LayerTrial(declaration.Attention, tokens, tokens, tokenCount, Seed), declaration.Attention.ContextLength is null || tokenCount < tokens ? [] : calls)
        {
            Cross = declaration.Cross is { } cross ? new LayerTrial(cross.Layer, tokens, ContextTokens, ContextTokens, Seed) : null,
        };
}
