using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Calls with several sequences: what is wrong with one is named, and changes none.</summary>
public sealed class SequenceTests
{
    private const int Dim = 3;
    private const int ContextDim = 4;

    private static readonly LayerDeclaration Declaration = new()
    {
        InputDim = Dim, OutputDim = Dim, Heads = 1, KeyValueHeads = 1, HeadDim = 2, Causal = true, ContextLength = 20, Mask = AttentionMask.QueryKeys,
    };

    private static readonly Lazy<ICompiledLayer> Layer = new(static () => Create(Declaration));

    private static readonly LayerDeclaration Contexts = new() { InputDim = Dim, OutputDim = Dim, ContextDim = ContextDim, Heads = 2, KeyValueHeads = 2, HeadDim = 2, Mask = AttentionMask.HeadQueryKeys };

    private static readonly Lazy<ICompiledLayer> Cross = new(static () => Create(Contexts));

    [Theory]
    [InlineData(new[] { 2, 3 }, "lengths adds up to 5 tokens; inputs holds 6.")]
    [InlineData(new[] { 2, 3, 2 }, "lengths adds up to 7 tokens; inputs holds 6.")]
    [InlineData(new[] { int.MaxValue, int.MaxValue, 8 }, "lengths adds up to 4294967302 tokens; inputs holds 6.")]
    [InlineData(new[] { 7, -1 }, "lengths[1] is -1; it counts the tokens of a sequence and must be at least 0.")]
    [InlineData(new[] { 6 }, "mask holds 20 elements; [6, 6] (query tokens × key tokens) needs 36.")]
    public void WrongLengthsAreNamed(int[] lengths, string words)
    {
        float[] destination = Bits.NewDestination(6 * Dim);
        KeyValueCache[] caches = [.. lengths.Select(static _ => Layer.Value.CreateCache())];

        Assert.StartsWith(words, Assert.ThrowsAny<ArgumentException>(() => Layer.Value.Forward(Tokens(6, 20), lengths, destination)).Message, StringComparison.Ordinal);
        Assert.StartsWith(words, Assert.ThrowsAny<ArgumentException>(() => Layer.Value.Forward(Tokens(6, 20), lengths, caches, destination)).Message, StringComparison.Ordinal);
        AssertUntouched(destination, caches);
    }

    [Fact]
    public void WrongSpansAreNamed()
    {
        float[] memory = Bits.NewDestination(6 * Dim);
        LayerOperands inPlace = Tokens(6, 20) with { Inputs = memory.AsMemory(0, 6 * Dim) };

        Assert.Throws<ArgumentException>("inputs", () => Layer.Value.Forward(Tokens(6, 20) with { Inputs = new float[17] }, [2, 4], memory));
        Assert.Throws<ArgumentException>("destination", () => Layer.Value.Forward(Tokens(6, 20), [2, 4], memory.AsSpan(6)));
        Assert.Throws<ArgumentException>("destination", () => Layer.Value.Forward(inPlace, [2, 4], memory));
        Assert.Throws<ArgumentOutOfRangeException>("lengths", () => Layer.Value.WorkspaceBytes([3, -2]));
        Assert.InRange(Layer.Value.WorkspaceBytes([int.MaxValue]), 4L * Dim * int.MaxValue, long.MaxValue);
        AssertUntouched(memory, []);
    }

    [Fact]
    public void WrongCachesAreNamed()
    {
        KeyValueCache[] caches = [.. Enumerable.Range(0, 3).Select(static _ => Layer.Value.CreateCache())];
        KeyValueCache other = Create(Declaration with { HeadDim = 4 }).CreateCache();
        float[] destination = Bits.NewDestination(6 * Dim);

        Refused<ArgumentException>("caches holds 2 caches; inputs holds 3 tokens, and each needs a cache.", () => Layer.Value.Forward(Tokens(3, 3), caches.AsSpan(1), destination));
        Refused<ArgumentException>("caches holds 3 caches; lengths holds 2 sequences, and each needs a cache.", () => Layer.Value.Forward(Tokens(3, 5), [2, 1], caches, destination));
        Refused<ArgumentException>("caches[2] is caches[0] again; each sequence needs a cache of its own.", () => Layer.Value.Forward(Tokens(3, 3), [caches[0], caches[1], caches[0]], destination));
        Refused<ArgumentNullException>("caches[1] is null; each sequence needs a cache.", () => Layer.Value.Forward(Tokens(3, 3), [caches[0], null!, caches[2]], destination));
        Refused<ArgumentException>("caches[1] is a cache of [20, 1, 4]", () => Layer.Value.Forward(Tokens(3, 3), [caches[0], other, caches[2]], destination));
        AssertUntouched(destination, caches);
    }

    [Fact]
    public void AFullCacheAmongManyChangesNone()
    {
        KeyValueCache[] caches = [.. Enumerable.Range(0, 3).Select(static _ => Layer.Value.CreateCache())];
        Layer.Value.Forward(Tokens(19, 19 * 19), caches[1], new float[19 * Dim]);
        float[] destination = Bits.NewDestination(6 * Dim);

        Refused<InvalidOperationException>("caches[1] holds 19 of 20 tokens; 2 more would not fit.", () => Layer.Value.Forward(Tokens(4, 1 + 42 + 1), [1, 2, 1], caches, destination));
        AssertUntouched(destination, [caches[0], caches[2]]);
        Assert.Equal(19, caches[1].Count);
    }

    [Fact]
    public void WrongContextsAreNamed()
    {
        float[] destination = Bits.NewDestination(6 * Dim);
        LayerOperands operands = new() { Inputs = new float[6 * Dim], KeyInputs = new float[5 * ContextDim], Mask = Enumerable.Repeat(true, 2 * 4 * 1 + (2 * 2 * 4)).ToArray() };
        ContextCache[] contexts = [.. new[] { 1, 4 }.Select(static tokens => Cross.Value.ProjectContext(new() { KeyInputs = new float[tokens * ContextDim] }))];
        ContextCache other = Create(Contexts with { HeadDim = 4 }).ProjectContext(operands);

        Refused<ArgumentException>("contextLengths holds 3 contexts; lengths holds 2 sequences, and each needs a context.", () => Cross.Value.Forward(operands, [4, 2], [1, 2, 2], destination));
        Refused<ArgumentException>("contextLengths adds up to 6 tokens; context holds 5.", () => Cross.Value.Forward(operands, [4, 2], [1, 5], destination));
        Refused<ArgumentOutOfRangeException>("contextLengths[1] is -1; it counts the tokens of a context and must be at least 0.", () => Cross.Value.Forward(operands, [4, 2], [6, -1], destination));
        Refused<ArgumentException>("lengths adds up to 5 tokens; inputs holds 6.", () => Cross.Value.Forward(operands, [4, 1], [1, 4], destination));
        Refused<ArgumentException>("mask holds 24 elements; 28 are needed (heads × query tokens × key tokens, sequence by sequence).", () => Cross.Value.Forward(operands, [2, 4], [3, 2], destination));
        Refused<ArgumentException>("mask holds 24 elements; [2, 6, 5] (heads × query tokens × key tokens) needs 60.", () => Cross.Value.Forward(operands, destination));
        Refused<ArgumentException>("contexts holds 1 contexts; lengths holds 2 sequences, and each needs a context.", () => Cross.Value.Forward(operands, [4, 2], contexts.AsSpan(1), destination));
        Refused<ArgumentException>("contexts holds 2 contexts; inputs holds 6 tokens, and each needs a context.", () => Cross.Value.Forward(operands, contexts, destination));
        Refused<ArgumentNullException>("contexts[1] is null; each sequence needs a context.", () => Cross.Value.Forward(operands, [4, 2], [contexts[0], null!], destination));
        Refused<ArgumentException>("contexts[1] is a context of [tokens, 2, 4]", () => Cross.Value.Forward(operands, [4, 2], [contexts[0], other], destination));
        Assert.Throws<ArgumentException>("context", () => Cross.Value.Forward(operands with { KeyInputs = new float[ContextDim + 1] }, [4, 2], [1, 4], destination));
        Assert.Throws<ArgumentNullException>("context", () => Cross.Value.ForwardParallel(operands, (ContextCache)null!, destination));
        Assert.Throws<ArgumentException>("contextLengths", () => Cross.Value.WorkspaceBytes([4, 2], [5]));
        AssertUntouched(destination, []);
    }

    [Fact]
    public void SequencesMayShareAContext()
    {
        LayerOperands operands = new() { Inputs = Enumerable.Range(0, 6 * Dim).Select(static number => (float)number).ToArray(), KeyInputs = Enumerable.Range(0, 4 * ContextDim).Select(static number => 1f / (1 + number)).ToArray(), Mask = Enumerable.Repeat(true, 2 * 6 * 4).ToArray() };
        ContextCache context = Cross.Value.ProjectContext(operands);
        float[] expected = new float[6 * Dim];
        float[] outputs = new float[6 * Dim];
        Cross.Value.Forward(operands, context, expected);
        Cross.Value.Forward(operands, [4, 2], [context, context], outputs);
        Assert.Equal(expected, outputs);
    }

    [Fact]
    public void CallsAllocateNothing()
    {
        int[] lengths = [2, 4];
        KeyValueCache[] caches = [Layer.Value.CreateCache(), Layer.Value.CreateCache()];
        float[] destination = new float[6 * Dim];
        LayerOperands first = Tokens(6, 20);
        LayerOperands next = Tokens(2, 3 + 5);
        int[] contextLengths = [3, 1];
        LayerOperands overContexts = new() { Inputs = new float[6 * Dim], KeyInputs = new float[4 * ContextDim], Mask = new bool[2 * ((2 * 3) + (4 * 1))] };
        ContextCache[] contexts = [.. contextLengths.Select(static tokens => Cross.Value.ProjectContext(new() { KeyInputs = new float[tokens * ContextDim] }))];
        void Call()
        {
            Layer.Value.Forward(first, lengths, destination);
            Layer.Value.Forward(first, lengths, caches, destination);
            Layer.Value.Forward(next, caches, destination);
            Array.ForEach(caches, static cache => cache.Reset());
            Cross.Value.Forward(overContexts, lengths, contextLengths, destination);
            Cross.Value.Forward(overContexts, lengths, contexts, destination);
        }

        Call();
        Assert.Equal(0, FreshThread.Allocated(Call, () => AttentionScratch.Reserve(Math.Max(Layer.Value.WorkspaceBytes(lengths), Cross.Value.WorkspaceBytes(lengths, contextLengths)))));
    }

    private static ICompiledLayer Create(LayerDeclaration declaration) => CompiledDeclarations.Compile(declaration).Create(new LayerTrial(declaration, 6, 6, 6, 5).Tensors(DataKind.Ordinary));

    private static LayerOperands Tokens(int tokens, int pairs) => new() { Inputs = new float[tokens * Dim], Mask = Enumerable.Repeat(true, pairs).ToArray() };

    private static void Refused<T>(string words, Action call)
        where T : Exception => Assert.StartsWith(words, Assert.Throws<T>(call).Message, StringComparison.Ordinal);

    private static void AssertUntouched(float[] destination, KeyValueCache[] caches)
    {
        Assert.All(destination, static element => Assert.Equal(Bits.Untouched, element));
        Assert.All(caches, static cache => Assert.Equal(0, cache.Count));
    }
}
