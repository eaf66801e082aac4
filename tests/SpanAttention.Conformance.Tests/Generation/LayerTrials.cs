using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Random layers, lengths and data seeds.</summary>
public static class LayerTrials
{
    private const int CheapWidth = 24;

    private static readonly int[] Dims = [1, 2, 3, 5, 6, 8, 16, 17, 24, 33, 65];
    private static readonly (int Heads, int KeyValueHeads)[] HeadCounts = [(1, 1), (1, 1), (2, 1), (2, 2), (3, 3), (4, 2), (5, 1), (6, 2), (8, 8)];
    private static readonly double?[] Scales = [null, null, null, 1, 0.125, 0.01, 3.7];

    public static Gen<LayerTrial> Plain { get; } = Of(Layers);

    /// <summary>Layers whose projections have panels of 16, 32 and 64 outputs and what is left over, and inputs in several blocks, on as many tokens as register tiles tell apart.</summary>
    public static Gen<LayerTrial> Wide { get; } =
        from inputDim in Gen.Elements(64, 127, 128, 129, 200, 257, 300)
        from outputDim in Gen.Elements(48, 64, 80, 96, 112, 130, 150)
        from headDim in Gen.Elements(16, 32, 40)
        from heads in Gen.Elements((2, 1), (3, 3), (4, 2))
        from tokens in Gen.Choose(1, 26).Or(Gen.Elements(48, 63, 64, 65, 70))
        from declared in Gen.Elements(false, false, true)
        from causal in Gen.Elements(false, true)
        from element in Gen.Elements(Enum.GetValues<WeightElement>())
        from seed in Seeds
        let layer = new LayerDeclaration
        {
            InputDim = inputDim, OutputDim = outputDim, HeadDim = headDim, Heads = heads.Item1, KeyValueHeads = heads.Item2, Causal = causal, QueryKeyValueBias = declared,
            SequenceLength = declared ? tokens : null, WeightElement = element,
        }
        select new LayerTrial(layer, tokens, tokens, tokens, seed);

    /// <summary>Any combination of options.</summary>
    public static Gen<LayerTrial> Options { get; } = Of(LayerOptionTrials.Layers(Layers));

    /// <summary>Layers that learn.</summary>
    public static Gen<LayerTrial> PlainGradients { get; } = Of(Learning(Layers));

    /// <summary>The same with any combination of options.</summary>
    public static Gen<LayerTrial> Gradients { get; } = Of(Learning(LayerOptionTrials.Layers(Layers)));

    /// <summary>A layer with a cache, and the chunks in which tokens reach it.</summary>
    public static Gen<ChunkedTrial> Chunked { get; } =
        from declaration in Cacheable(Layers)
        from room in Gen.Elements(0, 1, 70)
        from trial in InChunks(declaration, room, 1, 7)
        select trial;

    /// <summary>The same with any combination of options; with a left window, with room for fewer tokens than there are.</summary>
    public static Gen<ChunkedTrial> ChunkedOptions { get; } =
        from declaration in LayerOptionTrials.Layers(Cacheable(Layers))
        from left in Gen.Elements<int?>(null, null, AttentionShape.Unbounded, 0, 1, 40, 64, 100)
        from room in Gen.Elements(0, 70)
        from trial in InChunks(declaration with { LeftWindow = left }, room, 1, 5)
        select trial;

    /// <summary>Layers with a left window and many more tokens than their rings hold.</summary>
    public static Gen<ChunkedTrial> Rings { get; } =
        from declaration in LayerOptionTrials.Layers(Cacheable(Layers).Where(static layer => layer.QueryDim <= 8))
        from left in Gen.Elements(0, 1, 7, 63, 64, 65)
        from trial in InChunks(declaration with { LeftWindow = left }, -1, 12, 16)
        select trial;

    private static Gen<int> Seeds => Gen.Choose(0, int.MaxValue - 2);

    private static Gen<LayerTrial> Of(Gen<LayerDeclaration> layers) =>
        from declaration in layers
        from tokens in Gen.Elements(0, 1, 2, 5, 16, 17, 63, 66)
        from contextTokens in Gen.Elements(0, 1, 3, 17, 64, 65)
        from declared in Gen.Elements(false, true)
        from tokenCount in OptionTrials.KeyCounts(declaration.IsCross ? contextTokens : tokens)
        from seed in Seeds
        from givesFrequencies in Gen.Elements(false, true)
        select new LayerTrial(declaration with { SequenceLength = declared && tokens > 0 ? tokens : null }, tokens, declaration.IsCross ? contextTokens : tokens, tokenCount, seed)
        {
            GivesFrequencies = givesFrequencies,
        };

    private static Gen<LayerDeclaration> Learning(Gen<LayerDeclaration> layers) =>
        from layer in layers
        select layer with { Gradients = true, CacheElement = CacheElement.Single, WeightElement = WeightElement.Single };

    private static Gen<LayerDeclaration> Cacheable(Gen<LayerDeclaration> layers) =>
        from layer in layers.Where(static layer => layer.InputDim <= CheapWidth && layer.QueryDim <= CheapWidth)
        select layer with { Causal = true, ContextDim = null, KeyInputDim = null, ValueInputDim = null };

    private static Gen<ChunkedTrial> InChunks(LayerDeclaration declaration, int room, int fewest, int most) =>
        from chunks in Gen.Choose(fewest, most).SelectMany(static count => Gen.Elements(1, 1, 1, 2, 3, 5, 8, 9, 16, 17, 31, 64, 65).ListOf(count))
        from seed in Seeds
        from givesFrequencies in Gen.Elements(false, true)
        let tokens = chunks.Sum()
        let contextLength = declaration.Shape.HasLeftBound ? 1 : tokens + room
        select new ChunkedTrial(
            new LayerTrial(declaration with { ContextLength = contextLength }, tokens, tokens, tokens, seed) { GivesFrequencies = givesFrequencies },
            [.. chunks]);

    private static Gen<LayerDeclaration> Layers =>
        from inputDim in Gen.Elements(Dims)
        from outputDim in Gen.Elements(Dims)
        from headDim in Gen.Elements(1, 2, 3, 5, 8, 16, 17)
        from heads in Gen.Elements(HeadCounts)
        from source in Gen.Choose(0, 3)
        from contextDims in Gen.Elements(Dims).Two()
        from scale in Gen.Elements(Scales)
        from flags in Gen.Choose(0, 63)
        select new LayerDeclaration
        {
            InputDim = inputDim,
            OutputDim = Flag(flags, 0) ? outputDim : heads.Heads * headDim,
            HeadDim = headDim,
            Heads = heads.Heads,
            KeyValueHeads = heads.KeyValueHeads,
            ContextDim = source == 2 ? contextDims.Item1 : null,
            KeyInputDim = source == 3 ? contextDims.Item1 : null,
            ValueInputDim = source == 3 ? contextDims.Item2 : null,
            DeclaredScale = scale,
            Causal = Flag(flags, 1),
            QueryKeyValueBias = Flag(flags, 2),
            OutputProjection = Flag(flags, 0) || Flag(flags, 3),
            OutputBias = Flag(flags, 4),
            FusedQueryKeyValue = source == 1,
            WeightLayout = Flag(flags, 5) ? WeightLayout.InputByOutput : WeightLayout.OutputByInput,
        };

    private static bool Flag(int flags, int bit) => (flags >> bit & 1) != 0;
}
