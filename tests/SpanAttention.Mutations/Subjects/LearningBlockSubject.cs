using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A [TransformerBlock] that learns: the bits of its gradients on every kind of data, of one sequence and of several, and its refusals. Its parts are mutated where they stand alone, what computes its streams by <see cref="BlockSubject"/>.</summary>
internal sealed class LearningBlockSubject : ISubject
{
    private const string Type = "Block0";
    private const int Seed = 20240229;
    private const int ContextTokens = 66;

    private static readonly int[] Lengths = [3, 0, 61, 1, 66];
    private static readonly int[] ContextLengths = [65, 3, 1, 0, 5];
    private static readonly string[] Steps = ["Backward", "Sum", "LoadParts"];

    private readonly BlockDeclaration declaration;
    private readonly int[] lengths;

    public LearningBlockSubject(string regime, BlockDeclaration declaration, params int[] lengths)
    {
        Regime = regime;
        this.declaration = declaration with { Gradients = true };
        this.lengths = lengths;
    }

    public string Regime { get; }

    public bool Mutates(string file, string step) => !file.Contains('-') && Steps.Contains(step);

    public DeclarationCompiler NewCompiler() => CompiledBlocks.Compiler([declaration]);

    public IReadOnlyList<Trial> Trials(Assembly assembly)
    {
        ICompiledBlock compiled = (ICompiledBlock)Activator.CreateInstance(assembly.GetType($"{DeclarationWriter.Namespace}.{Type}{DeclarationWriter.GlueSuffix}", throwOnError: true)!)!;
        return
        [
            .. from kind in Enum.GetValues<DataKind>()
               from tokens in lengths
               let trial = NewTrial(tokens)
               select new Trial($"gradients of {trial}, {kind}", () => BlockBackwardBits.Differences(compiled, trial, kind)),
            .. from kind in Enum.GetValues<DataKind>()
               let trial = NewTrial(1)
               select new Trial($"gradients of sequences of {trial}, {kind}", () => BlockBackwardBits.Differences(compiled, trial, kind, Lengths, ContextLengths)),
            new("wrong calls", () => LearningBlockRefusals.Differences(compiled, NewTrial(lengths[^1]))),
        ];
    }

    private BlockTrial NewTrial(int tokens) => new(declaration, new LayerTrial(declaration.Attention, tokens, tokens, tokens, Seed), [])
    {
        Cross = declaration.Cross is { } cross ? new LayerTrial(cross.Layer, tokens, ContextTokens, ContextTokens, Seed) : null,
    };
}
