using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A [MultiHeadAttention] declaration: its bits on every kind of data, its cache, its workspace and its refusals.</summary>
internal sealed class LayerSubject : ISubject
{
    private const int Seed = 20240229;

    // A few tokens round in few places, and one mask may hide most of them, so there are more of them.
    private const int FewTokens = 24;
    private const int SeedsOfFewTokens = 4;

    // Where sequences begin and end does not ask what their numbers are, but who sees whom.
    private static readonly DataKind[] KindsOfSequences = [DataKind.Ordinary, DataKind.LatePoison];

    // Where threads pay, if these are not more.
    private const long MostSharedTokens = 4000;

    private readonly LayerDeclaration declaration;
    private readonly CallLengths[] lengths;
    private readonly DeclarationSet set = new();

    public LayerSubject(string regime, LayerDeclaration declaration, params CallLengths[] lengths)
    {
        Regime = regime;
        this.declaration = declaration;
        this.lengths = lengths;
        set.Add(declaration);
    }

    public string Regime { get; }

    /// <summary>How tokens are divided into calls on a cache; empty where there is none.</summary>
    public IReadOnlyList<int[]> Chunks { get; init; } = [];

    public DeclarationCompiler NewCompiler() => new(set.Sources, allowUnsafe: true);

    public IReadOnlyList<Trial> Trials(Assembly assembly)
    {
        ICompiledLayer compiled = new CompiledDeclarations(set, assembly).Find(declaration);
        return
        [
            .. Enum.GetValues<DataKind>().SelectMany(kind => Trials(compiled, kind)),
            .. KindsOfSequences.SelectMany(kind => OfSequences(compiled, kind)),
            .. declaration is { IsCross: false, SequenceLength: null, Mask: AttentionMask.None, Bias: AttentionBias.None } ? OfThreads(assembly, compiled) : [],
            new("constants", () => DeclaredConstants.Differences(assembly, set.Name(declaration))),
            new("wrong calls", () => LayerRefusals.Differences(compiled, declaration)),
            .. lengths.Select(length => new Trial("workspace", () => LayerWorkspace.Differences(assembly, compiled, declaration, length))),
        ];
    }

    private IEnumerable<Trial> Trials(ICompiledLayer compiled, DataKind kind) =>
    [
        .. from length in lengths
           from seed in Seeds(Math.Max(length.Queries, length.Keys))
           let trial = new LayerTrial(declaration, length.Queries, length.Keys, length.KeyCount, seed) { GivesFrequencies = length.Queries % 2 == 1 }
           select new Trial($"{trial}, {kind}", () => LayerBits.Differences(compiled, declaration, trial.Tensors(kind), trial.Inputs(kind))),
        .. from chunks in Chunks
           let tokens = chunks.Sum()
           from seed in Seeds(tokens)
           let trial = new ChunkedTrial(new LayerTrial(declaration, tokens, tokens, tokens, seed), chunks)
           select new Trial($"{trial}, {kind}", () => CacheBits.Differences(compiled, trial, kind)),
    ];

    private IEnumerable<Trial> OfSequences(ICompiledLayer compiled, DataKind kind)
    {
        if (declaration is { IsCross: false, SequenceLength: null })
        {
            LayerTrial trial = new(declaration, 1, 1, 1, Seed);
            yield return new($"sequences of {trial}, {kind}", () => SequenceBits.Differences(compiled, trial, kind));
        }

        if (declaration is { IsCross: true, SequenceLength: null })
        {
            LayerTrial trial = new(declaration, 1, 1, 1, Seed);
            yield return new($"sequences over contexts of {trial}, {kind}", () => SequenceBits.OverContexts(compiled, trial, kind));
        }

        foreach (int[] chunks in Chunks)
        {
            ChunkedTrial trial = new(new LayerTrial(declaration, chunks.Sum(), chunks.Sum(), chunks.Sum(), Seed), chunks);
            yield return new($"sequences of {trial}, {kind}", () => SequenceBits.Differences(compiled, trial, kind));
        }
    }

    /// <summary>So many tokens that a second thread pays give the bits of one thread.</summary>
    private IEnumerable<Trial> OfThreads(Assembly assembly, ICompiledLayer compiled)
    {
        Type kernel = Kernel.Of(assembly);
        int tokens = (int)Math.Min((2 * Constant(kernel, "WorkerFlops") / Math.Max(1, Constant(kernel, "TokenFlops"))) + 1, MostSharedTokens + 1);
        if (tokens <= MostSharedTokens)
        {
            LayerTrial trial = new(declaration, tokens, tokens, tokens, Seed);
            yield return new($"threads of {trial}", () =>
            {
                ICompiledLayer layer = compiled.Create(trial.Tensors(DataKind.Ordinary));
                LayerOperands operands = LayerOperands.Of(trial.Inputs(DataKind.Ordinary));
                float[] expected = Bits.NewDestination(tokens * declaration.OutputDim);
                float[] shared = Bits.NewDestination(expected.Length);
                layer.Forward(operands, expected);
                layer.ForwardParallel(operands, shared);
                return new[] { Bits.Difference("ForwardParallel", expected, shared) }.OfType<string>();
            });
        }
    }

    private static long Constant(Type kernel, string name) => (long)kernel.GetField(name, Kernel.Constants)!.GetRawConstantValue()!;

    private static IEnumerable<int> Seeds(int tokens) => Enumerable.Range(Seed, tokens <= FewTokens ? SeedsOfFewTokens : 1);
}
