using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Layers and blocks by several threads give the bits of one, and refuse what one refuses.</summary>
public sealed class ParallelLayerTests
{
    private const int Callers = 4;
    private const int Dim = 80;

    private static readonly LayerDeclaration Causal = new()
    {
        InputDim = Dim, OutputDim = 96, HeadDim = 24, Heads = 4, KeyValueHeads = 2, Causal = true, ContextLength = 300, Rotary = RotaryLayout.HalfSplit, QueryKeyValueBias = true,
    };

    // Enough work for two threads from two blocks of tokens on.
    private static readonly LayerDeclaration[] Layers =
    [
        Causal,
        Causal with { CacheElement = CacheElement.Half, OutputDim = 70, Alibi = true, Rotary = RotaryLayout.None },
        Causal with { LeftWindow = 20, Sinks = true },
        Causal with { ContextLength = null, OutputGate = true, RotaryPositions = RotaryPositions.Given },
        Causal with { ContextLength = null, Causal = false, Mask = AttentionMask.HeadQueryKeys, Bias = AttentionBias.QueryKeys },
        Causal with { ContextLength = null, Causal = false, OutputProjection = false, RightWindow = 3, KeyValueHeads = 4 },
        Causal with { ContextLength = null, Causal = false, Rotary = RotaryLayout.None, ContextDim = 70, Mask = AttentionMask.HeadQueryKeys },
        Causal with { ContextLength = null, Rotary = RotaryLayout.None, KeyInputDim = 33, ValueInputDim = 65, CacheElement = CacheElement.BFloat16 },
    ];

    private static readonly CrossDeclaration Cross = new() { InputDim = Dim, ContextDim = 100, HeadDim = 20, Heads = 4, KeyValueHeads = 2 };

    private static readonly BlockDeclaration[] Blocks =
    [
        .. Enum.GetValues<NormPlacement>().Select(static placement => Block(placement, parallel: false, scale: 1)),
        Block(NormPlacement.Pre, parallel: true, scale: 1),
        Block(NormPlacement.Pre, parallel: true, scale: 0.5),
        Block(NormPlacement.Post, parallel: false, scale: 0.5),
        Block(NormPlacement.Post, parallel: false, scale: 1) with { Cross = Cross },
        Block(NormPlacement.Pre, parallel: false, scale: 0.5) with { Cross = Cross with { Mask = AttentionMask.HeadQueryKeys } },
    ];

    private static readonly PerceptronDeclaration[] Perceptrons = [new LinearDeclaration(Dim, 600, Activation.Gelu), new FeedForwardDeclaration(Dim, 700, 50, Activation.Silu, Gated: true)];

    private static readonly Lazy<CompiledDeclarations> EmittedLayers = new(Compile);
    private static readonly Lazy<CompiledBlocks> EmittedBlocks = new(static () => CompiledBlocks.Compile(Blocks));
    private static readonly Lazy<CompiledPerceptrons> EmittedPerceptrons = new(static () => CompiledPerceptrons.Compile(Perceptrons));

    public static TheoryData<int, int> LayersAndTokens => Of(Layers.Length);

    public static TheoryData<int, int> BlocksAndTokens => Of(Blocks.Length);

    [Theory]
    [MemberData(nameof(LayersAndTokens))]
    public void LayersGiveTheBitsOfOneThread(int declared, int tokens)
    {
        LayerDeclaration declaration = Layers[declared];
        int contextTokens = declaration.IsCross ? 210 - tokens : tokens;
        LayerTrial trial = new(declaration, tokens, contextTokens, contextTokens, 77);
        ICompiledLayer layer = EmittedLayers.Value.Find(declaration).Create(trial.Tensors(DataKind.Ordinary));
        LayerInputs inputs = trial.Inputs(DataKind.Ordinary);
        float[] expected = Bits.NewDestination(tokens * declaration.OutputDim);
        layer.Forward(LayerOperands.Of(inputs), expected);
        AtOnce(expected, destination => layer.ForwardParallel(LayerOperands.Of(inputs), destination));
        if (declaration.ContextLength is not null)
        {
            AtOnce(expected, destination => InTwoCalls(layer, declaration, inputs, destination));
        }

        if (declaration.IsCross)
        {
            ContextCache context = layer.ProjectContext(LayerOperands.Of(inputs));
            AtOnce(expected, destination => layer.ForwardParallel(LayerOperands.Of(inputs), context, destination));
        }
    }

    [Theory]
    [MemberData(nameof(BlocksAndTokens))]
    public void BlocksGiveTheBitsOfOneThread(int declared, int tokens)
    {
        BlockTrial trial = new(Blocks[declared], new LayerTrial(Blocks[declared].Attention, tokens, tokens, tokens, 78), [])
        {
            Cross = Blocks[declared].Cross is { } cross ? new LayerTrial(cross.Layer, tokens, 210 - tokens, 210 - tokens, 79) : null,
        };
        ICompiledBlock block = EmittedBlocks.Value.Find(trial.Declaration).Create(name => trial.Tensors(DataKind.Ordinary)(name));
        float[] inputs = trial.Inputs(DataKind.Ordinary).Inputs;
        LayerOperands operands = LayerOperands.Of(trial.Inputs(DataKind.Ordinary), trial.Cross?.Inputs(DataKind.Ordinary));
        float[] expected = [.. inputs];
        block.Forward(expected, operands);
        AtOnce(expected, memory => block.ForwardParallel(Copied(inputs, memory), operands));
        AtOnce(expected, memory => block.ForwardParallel(Copied(inputs, memory), operands, block.CreateCache()));
        if (trial.Cross is not null)
        {
            ContextCache context = block.ProjectContext(operands);
            AtOnce(expected, memory => block.ForwardParallel(Copied(inputs, memory), context, operands));
            AtOnce(expected, memory => block.ForwardParallel(Copied(inputs, memory), context, operands, block.CreateCache()));
        }
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 200)]
    [InlineData(0, 17)]
    [InlineData(1, 0)]
    public void PerceptronsGiveTheBitsOfOneThread(int declared, int tokens)
    {
        PerceptronTrial trial = new(Perceptrons[declared], tokens, 79);
        Dictionary<string, float[]> tensors = trial.Tensors(DataKind.Ordinary);
        ICompiledPerceptron layer = EmittedPerceptrons.Value.Find(trial.Declaration).Create(name => tensors[name]);
        float[] inputs = trial.Inputs(DataKind.Ordinary);
        float[] expected = Bits.NewDestination(tokens * Perceptrons[declared].OutputDim);
        layer.Forward(inputs, expected);
        AtOnce(expected, destination => layer.ForwardParallel(inputs, destination));
    }

    [Fact]
    public void WrongCallsAreNamedBeforeAnythingIsWritten()
    {
        ICompiledLayer layer = EmittedLayers.Value.Find(Causal).Create(new LayerTrial(Causal, 1, 1, 1, 77).Tensors(DataKind.Ordinary));
        float[] destination = Bits.NewDestination(200 * Causal.OutputDim);
        LayerOperands operands = new() { Inputs = new float[200 * Dim] };
        KeyValueCache cache = layer.CreateCache();
        layer.Forward(operands, cache, new float[200 * Causal.OutputDim]);

        Assert.Throws<ArgumentException>("inputs", () => layer.ForwardParallel(operands with { Inputs = new float[Dim + 1] }, destination));
        Assert.Throws<ArgumentException>("destination", () => layer.ForwardParallel(operands, destination.AsMemory(6)));
        Assert.Throws<ArgumentNullException>("cache", () => layer.ForwardParallel(operands, (KeyValueCache)null!, destination));
        Assert.Throws<InvalidOperationException>(() => layer.ForwardParallel(operands, cache, destination));
        Assert.Equal(200, cache.Count);
        Assert.All(destination, static element => Assert.Equal(Bits.Untouched, element));
    }

    private static BlockDeclaration Block(NormPlacement placement, bool parallel, double scale) => new(
        new LayerDeclaration { InputDim = Dim, OutputDim = Dim, HeadDim = 20, Heads = 4, KeyValueHeads = 4, Causal = true, ContextLength = 256 }, new FeedForwardDeclaration(Dim, 320, Dim))
    {
        NormPlacement = placement,
        Parallel = parallel,
        ResidualScale = scale,
    };

    private static CompiledDeclarations Compile()
    {
        DeclarationSet set = new();
        Array.ForEach(Layers, set.Add);
        return CompiledDeclarations.Compile(set);
    }

    private static TheoryData<int, int> Of(int declarations)
    {
        TheoryData<int, int> rows = [];
        foreach (int tokens in new[] { 0, 1, 64, 200 })
        {
            Enumerable.Range(0, declarations).ToList().ForEach(declared => rows.Add(declared, tokens));
        }

        return rows;
    }

    /// <summary>Several callers at once, each of whom may share its call among all threads.</summary>
    private static void AtOnce(float[] expected, Action<float[]> forward)
    {
        float[][] results = [.. Enumerable.Range(0, Callers).Select(_ => Bits.NewDestination(expected.Length))];
        Thread[] callers = [.. results.Select(result => new Thread(() => forward(result)))];
        Array.ForEach(callers, static caller => caller.Start());
        Array.ForEach(callers, static caller => caller.Join());
        Assert.All(results, result => Assert.Null(Bits.Difference("ForwardParallel", expected, result)));
    }

    private static void InTwoCalls(ICompiledLayer layer, LayerDeclaration declaration, LayerInputs inputs, float[] destination)
    {
        KeyValueCache cache = layer.CreateCache();
        int first = inputs.QueryLength / 3;
        foreach (int tokens in new[] { first, inputs.QueryLength - first })
        {
            layer.ForwardParallel(LayerOperands.Of(inputs.Chunk(declaration, cache.Count, tokens)), cache, destination.AsMemory(cache.Count * declaration.OutputDim, tokens * declaration.OutputDim));
        }
    }

    private static Memory<float> Copied(float[] inputs, float[] memory)
    {
        inputs.CopyTo(memory, 0);
        return memory.AsMemory(0, inputs.Length);
    }
}
