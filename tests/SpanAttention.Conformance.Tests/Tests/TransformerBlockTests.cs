using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Transformer blocks: the scalar references of their parts put together, bit for bit; wrong spans and caches, allocation, sabotage.</summary>
public sealed class TransformerBlockTests(ITestOutputHelper output)
{
    private const int Count = 24;

    private static readonly BlockDeclaration Cached = new(
        new LayerDeclaration { InputDim = 12, OutputDim = 12, HeadDim = 4, Heads = 3, KeyValueHeads = 1, Causal = true, ContextLength = 64 }, new FeedForwardDeclaration(12, 20, 12))
    {
        NormPlacement = NormPlacement.Sandwich,
        ResidualScale = 0.5,
    };

    private static readonly BlockDeclaration Parallel = Cached with { NormPlacement = NormPlacement.Pre, Parallel = true };

    private static readonly BlockDeclaration Decoder = Cached with
    {
        Cross = new() { InputDim = 12, ContextDim = 5, HeadDim = 2, Heads = 4, KeyValueHeads = 2, Mask = AttentionMask.HeadQueryKeys, CacheElement = CacheElement.BFloat16 },
    };

    private static readonly BlockDeclaration Heads = Decoder with { Cross = Decoder.Cross! with { HeadDim = 3 } };

    private static readonly IReadOnlyList<BlockTrial> Samples =
    [
        Trial(Heads),
        Trial(Parallel),
        .. Enum.GetValues<NormPlacement>().Select(static placement => Trial(Cached with { NormPlacement = placement })),
        .. Enum.GetValues<NormPlacement>().Select(static placement => Trial(Decoder with { NormPlacement = placement })),
        .. RunSeed.Sample(BlockTrial.Random, Count, 12),
        .. RunSeed.Sample(BlockTrial.Decoders, Count / 2, 12),
    ];

    private static readonly Lazy<CompiledBlocks> Emitted = new(static () => CompiledBlocks.Compile(Samples.Select(static trial => trial.Declaration)));

    [Fact]
    public void EqualsReference() => TrialReport.Check(output, RunShare.Of(Samples), static (trial, kind) => BlockDifferences.Of(Emitted.Value.Find(trial.Declaration), trial, kind));

    [Fact]
    public void WrongSpansAreNamedBeforeAnythingIsWritten()
    {
        ICompiledBlock block = Create(Cached);
        float[] stream = [.. Enumerable.Repeat(1f, 25)];
        ArgumentException refusal = Assert.Throws<ArgumentException>("stream", () => block.Forward(stream, default));
        Assert.StartsWith("stream holds 25 elements; [tokens, 12] (tokens × input dim) needs a multiple of 12.", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("tokenCount", () => block.Forward(stream.AsSpan(0, 24), default, 3));
        Assert.Throws<ArgumentNullException>("cache", () => block.Forward(stream.AsSpan(0, 24), default, null!));
        Assert.Throws<ArgumentOutOfRangeException>("tokens", () => block.WorkspaceBytes(-1));
        Assert.All(stream, static element => Assert.Equal(1, element));
    }

    [Fact]
    public void AFullCacheIsRefusedBeforeAnythingIsWritten()
    {
        ICompiledBlock block = Create(Cached);
        KeyValueCache cache = block.CreateCache();
        block.Forward(new float[60 * 12], default, cache);
        float[] stream = [.. Enumerable.Repeat(1f, 5 * 12)];
        Assert.Throws<InvalidOperationException>(() => block.Forward(stream, default, cache));
        Assert.Equal(60, cache.Count);
        Assert.All(stream, static element => Assert.Equal(1, element));
    }

    [Fact]
    public void WrongNormsAreNamed()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>("AttentionOutputNorm", () => Emitted.Value.Find(Cached).Create(name => name == "AttentionOutputNorm" ? new float[11] : Tensor(Cached, name)));
        Assert.StartsWith("AttentionOutputNorm holds 11 elements; [12] (input dim) needs 12.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CallsAllocateNothing()
    {
        foreach (BlockTrial trial in Samples.Take(10))
        {
            ICompiledBlock block = Create(trial.Declaration);
            LayerInputs inputs = trial.Inputs(DataKind.Ordinary);
            float[] stream = [.. inputs.Inputs];
            LayerOperands operands = LayerOperands.Of(inputs, trial.Cross?.Inputs(DataKind.Ordinary));
            void Call() => block.Forward(stream, operands, inputs.TokenCount);

            Call();
            Assert.Equal(0, FreshThread.Allocated(Call, () => AttentionScratch.Reserve(block.WorkspaceBytes(inputs.QueryLength, trial.Cross?.ContextTokens ?? 0))));
        }
    }

    [Fact]
    public void WrongContextsAreNamedBeforeAnythingIsWritten()
    {
        ICompiledBlock block = Create(Decoder);
        BlockTrial trial = Trial(Decoder);
        LayerOperands operands = LayerOperands.Of(trial.Inputs(DataKind.Ordinary), trial.Cross!.Inputs(DataKind.Ordinary));
        float[] stream = [.. Enumerable.Repeat(1f, 9 * 12)];
        ArgumentException refusal = Assert.Throws<ArgumentException>("context", () => block.Forward(stream, operands with { KeyInputs = new float[36] }));
        Assert.StartsWith("context holds 36 elements; [tokens, 5] (tokens × context dim) needs a multiple of 5.", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<ArgumentException>("contextMask", () => block.Forward(stream, operands with { ContextMask = new bool[251] }));
        Assert.StartsWith("contextMask holds 251 elements; [4, 9, 7] (heads × query tokens × key tokens) needs 252.", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("contextMask", () => block.Forward(stream, block.ProjectContext(operands), operands with { ContextMask = new bool[251] }));
        Assert.Throws<ArgumentNullException>("context", () => block.Forward(stream, (ContextCache)null!, operands));
        Assert.Throws<ArgumentException>("context", () => block.Forward(stream, Emitted.Value.Find(Heads).Create(name => Tensor(Heads, name)).ProjectContext(operands), operands));
        Assert.Throws<ArgumentException>("stream", () => block.Forward(stream, operands with { KeyInputs = stream.AsMemory(0, 35) }));
        Assert.Throws<ArgumentOutOfRangeException>("contextTokens", () => block.WorkspaceBytes(1, -1));
        Assert.All(stream, static element => Assert.Equal(1, element));
    }

    [Theory]
    [InlineData("cross-attention reads what attention read", "Normalization.LayerNorm(stream, norms.Span.Slice(CrossAttentionNormOffset, InputDim), …); → ;")]
    [InlineData("cross-attention has the weights of another norm", "CrossAttentionOutputNormOffset → AttentionOutputNormOffset")]
    [InlineData("cross-attention is forgotten", "…CrossAttentionKernel.Forward(…); → ;")]
    public void EveryMistakeOfCrossAttentionIsNoticed(string mistake, string change) => AssertNoticed(Decoder, mistake, "Forward", change);

    [Theory]
    [InlineData("the stream is forgotten", "Add", "Rows.Store(…); → outputs.CopyTo(stream);")]
    [InlineData("what a part adds is not scaled", "Add", "Rows.Scale(…); → ;")]
    [InlineData("feed-forward reads what attention read", "Forward", "Normalization.LayerNorm(stream, norms.Span.Slice(FeedForwardNormOffset, InputDim), …); → ;")]
    [InlineData("a norm has the weights of another", "Forward", "FeedForwardOutputNormOffset → FeedForwardNormOffset")]
    public void EveryMistakeIsNoticed(string mistake, string step, string change) => AssertNoticed(Cached, mistake, step, change);

    private static void AssertNoticed(BlockDeclaration declaration, string mistake, string step, string change)
    {
        DeclarationCompiler compiler = CompiledBlocks.Compiler([declaration]);
        IReadOnlyDictionary<string, string> sabotaged = new CodeChange(step, change).Apply(compiler.EmittedSources);
        Assert.True(sabotaged.Any(source => source.Value != compiler.EmittedSources[source.Key]), $"Nothing to sabotage: {mistake}");
        CompiledBlocks compiled = CompiledBlocks.Load(declaration, compiler, sabotaged);
        Assert.NotEmpty(BlockDifferences.Of(compiled.Find(declaration), Trial(declaration), DataKind.Ordinary));
    }

    private static BlockTrial Trial(BlockDeclaration declaration) => new(declaration, new LayerTrial(declaration.Attention, 9, 9, 9, 4), [5, 1, 3])
    {
        Cross = declaration.Cross is { } cross ? new LayerTrial(cross.Layer, 9, 7, 7, 5) : null,
    };

    private static ICompiledBlock Create(BlockDeclaration declaration) => Emitted.Value.Find(declaration).Create(name => Tensor(declaration, name));

    private static float[] Tensor(BlockDeclaration declaration, string name) => Trial(declaration).Tensors(DataKind.Ordinary)(name);
}
