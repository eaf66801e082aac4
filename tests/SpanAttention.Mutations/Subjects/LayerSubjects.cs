using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>[MultiHeadAttention] with every source of keys and values, and every cache.</summary>
internal static class LayerSubjects
{
    private static readonly CallLengths Blocks = new(81, 81);
    private static readonly CallLengths Padded = new(81, 81, 30);
    private static readonly CallLengths ThreeBlocks = new(129, 129);

    // A last block that is taken as rows, some of them by themselves, on more than a tile of keys.
    private static readonly CallLengths FewAtTheEnd = new(71, 71);
    private static readonly CallLengths Few = new(7, 7);
    private static readonly CallLengths FewPadded = new(7, 7, 4);
    private static readonly CallLengths Most = new(8, 8);
    private static readonly CallLengths Context = new(81, 131);
    private static readonly CallLengths PaddedContext = new(17, 71, 5);
    private static readonly CallLengths FewOnContext = new(7, 70);
    private static readonly CallLengths MostOnContext = new(8, 133);

    // Register tiles of projections have one to six rows: as many tokens as each of them, and in "layer, wide" so many that each of three to six goes with others.
    private static readonly CallLengths[] Tiles = [new(1, 1), new(2, 2), new(3, 3), new(4, 4), new(5, 5), new(6, 6)];
    private static readonly CallLengths[] TilesOnContext = [new(1, 4), new(2, 6), new(3, 1), new(4, 2), new(5, 3), new(6, 5)];

    public static IReadOnlyList<ISubject> List { get; } =
    [
        new LayerSubject("layer, causal", new() { InputDim = 5, OutputDim = 7, HeadDim = 5, Heads = 4, KeyValueHeads = 2, Causal = true, QueryKeyValueBias = true }, [Blocks, Padded, ThreeBlocks, FewAtTheEnd, Most, Few, FewPadded, .. Tiles]),
        new LayerSubject("layer, fused weights", new() { InputDim = 4, OutputDim = 10, HeadDim = 5, Heads = 2, KeyValueHeads = 2, FusedQueryKeyValue = true, QueryKeyValueBias = true, OutputProjection = false, OutputBias = false }, [Blocks, Padded, ThreeBlocks, FewAtTheEnd, Most, Few, FewPadded, .. Tiles]),
        new LayerSubject("layer, tokens declared", new() { InputDim = 5, OutputDim = 5, Heads = 2, KeyValueHeads = 2, HeadDim = 3, SequenceLength = 4, WeightLayout = WeightLayout.InputByOutput }, new(4, 4), new(4, 4, 2)),
        new LayerSubject(
            "layer, options",
            new() { InputDim = 6, OutputDim = 4, HeadDim = 6, Heads = 2, KeyValueHeads = 2, LeftWindow = 9, RightWindow = 3, Rotary = RotaryLayout.Interleaved, RotaryDim = 4, RotaryPositions = RotaryPositions.Rows, QkNorm = QkNorm.Head, QkNormEpsilon = 0.25, SoftCap = 20, Bias = AttentionBias.QueryKeys, Sinks = true },
            [Blocks, Padded, ThreeBlocks, FewAtTheEnd, Most, Few, FewPadded, .. Tiles]),
        new LayerSubject("layer, wide", new() { InputDim = 130, OutputDim = 80, HeadDim = 16, Heads = 4, KeyValueHeads = 2, Causal = true }, [new(9, 9), new(10, 10), new(11, 11), new(15, 15), new(70, 70), ThreeBlocks, Few, .. Tiles]),
        new LayerSubject("cross-attention", new() { InputDim = 4, OutputDim = 6, Heads = 4, KeyValueHeads = 2, HeadDim = 2, ContextDim = 3, Mask = AttentionMask.QueryKeys, Alibi = true }, [Context, PaddedContext, MostOnContext, FewOnContext, .. TilesOnContext]),
        new LayerSubject("cross-attention, two inputs", new() { InputDim = 4, OutputDim = 6, Heads = 2, KeyValueHeads = 2, HeadDim = 3, KeyInputDim = 5, ValueInputDim = 7, WeightLayout = WeightLayout.InputByOutput }, [Context, PaddedContext, MostOnContext, FewOnContext, .. TilesOnContext]),
        new LayerSubject("cache", new() { InputDim = 6, OutputDim = 71, Heads = 2, KeyValueHeads = 1, HeadDim = 4, Causal = true, Rotary = RotaryLayout.HalfSplit, QkNorm = QkNorm.Head, Sinks = true, ContextLength = 150 }, [Blocks, Most, Few, .. Tiles])
        {
            Chunks = [[70, 1, 9, 64], [1, 2, 8, 17], [3, 4, 5, 6], [9, 2, 2, 2, 2]],
        },
        new LayerSubject("cache, Half", new() { InputDim = 3, OutputDim = 3, Heads = 4, KeyValueHeads = 2, HeadDim = 5, Causal = true, CacheElement = CacheElement.Half, ContextLength = 150, Bias = AttentionBias.HeadQueryKeys }, [Few, .. Tiles])
        {
            Chunks = [[70, 1, 9, 64], [1, 2, 8, 17], [3, 4, 5, 6], [9, 2, 2, 2, 2]],
        },
        new LayerSubject("cache, BFloat16", new() { InputDim = 3, OutputDim = 3, Heads = 2, KeyValueHeads = 2, HeadDim = 6, Causal = true, CacheElement = CacheElement.BFloat16, ContextLength = 150, Rotary = RotaryLayout.Interleaved, RotaryPositions = RotaryPositions.Given, Mask = AttentionMask.Keys }, [Few, .. Tiles])
        {
            Chunks = [[70, 1, 9, 64], [1, 2, 8, 17], [3, 4, 5, 6], [9, 2, 2, 2, 2], [5, 70]],
        },
        new LayerSubject("ring, everything", Ring, [Blocks, Most, Few, .. Tiles])
        {
            Chunks = [[70, 1, 40, 2, 64, 23], [3, 4, 5, 6], [9, 2, 2, 2, 2]],
        },
    ];

    // A ring of 128 tokens, of which 200 come in chunks.
    private static LayerDeclaration Ring => new()
    {
        InputDim = 3,
        OutputDim = 4,
        HeadDim = 4,
        Heads = 2,
        KeyValueHeads = 1,
        Causal = true,
        LeftWindow = 50,
        SoftCap = 20,
        Mask = AttentionMask.QueryKeys,
        Bias = AttentionBias.HeadQueryKeys,
        Alibi = true,
        Sinks = true,
        Rotary = RotaryLayout.HalfSplit,
        QkNorm = QkNorm.Projection,
        OutputGate = true,
        ContextLength = 1,
    };
}
