using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>[Attention] in every regime, and with its options.</summary>
internal static class AttentionSubjects
{
    // A second block of rows whose last vector has one; two tiles of keys that every row of a causal block sees, and a last one that fills no register tile.
    private static readonly CallLengths Blocks = new(81, 211);
    private static readonly CallLengths Padded = new(81, 211, 40);
    private static readonly CallLengths OneBlock = new(17, 71);
    private static readonly CallLengths OneRowLeft = new(65, 67);

    // A block whose last rows alone see a late key, while most of its vectors do not.
    private static readonly CallLengths LateInBlock = new(63, 127);
    private static readonly CallLengths LateInVector = new(47, 111);

    // Aligned top left, the last row alone sees the last key, most of a group do not.
    private static readonly CallLengths LateInGroup = new(15, 70);

    // Nothing is left over of a block or a tile.
    private static readonly CallLengths Whole = new(64, 64);

    // Aligned top left, the second block sees all of the first tile, and is full.
    private static readonly CallLengths TwoFullBlocks = new(128, 131);

    // So many that threads share them, where rows see few keys too.
    private static readonly CallLengths ShareOfThreads = new(300, 300);

    // As many as are taken as rows, and so many that rows are left over.
    private static readonly CallLengths MostRows = new(8, 129);
    private static readonly CallLengths OddRows = new(3, 70);
    private static readonly CallLengths RowsOnTiles = new(7, 192);
    private static readonly CallLengths OneRow = new(1, 70);
    private static readonly CallLengths MoreQueriesThanKeys = new(21, 9);
    private static readonly CallLengths NoKeys = new(2, 3, 0);

    /// <summary>All options of contexts. Gradients and a running state are subjects of their own.</summary>
    public static AttentionShape Everything { get; } = SampleOptions.Everything with { Gradients = false, State = false };

    public static IReadOnlyList<ISubject> Regimes { get; } =
    [
        new AttentionSubject("tiny", new(new() { HeadDim = 3, ValueDim = 2 }, 5, 7), new(5, 7), new(5, 7, 4), new(5, 7, 1)),
        new AttentionSubject("tiny, causal", new(new() { HeadDim = 3, ValueDim = 2, Heads = 4, KeyValueHeads = 2, Causal = true }, 6, 6), new(6, 6), new(6, 6, 3), new(6, 6, 1), new(6, 6, 0)),
        new AttentionSubject("small", new(new() { HeadDim = 8, ValueDim = 5, Heads = 2, KeyValueHeads = 2 }, 17, 45), new(17, 45), new(17, 45, 40), new(17, 45, 7)),
        new AttentionSubject(
            "small, causal, top left",
            new(new() { HeadDim = 7, ValueDim = 3, Heads = 2, KeyValueHeads = 1, Causal = true, Alignment = QueryAlignment.TopLeft, Layout = AttentionLayout.HeadsFirst }, 33, 60),
            new(33, 60),
            new(33, 60, 21)),
        new AttentionSubject("prefill", new(new() { HeadDim = 16, ValueDim = 33, Heads = 2, KeyValueHeads = 2 }), Blocks, Padded, Whole, OneBlock, OneRowLeft, MostRows, OddRows, RowsOnTiles, NoKeys),
        new AttentionSubject("prefill, causal", new(new() { HeadDim = 5, ValueDim = 7, Heads = 4, KeyValueHeads = 2, Causal = true }), Blocks, Padded, LateInBlock, LateInVector, Whole, OneBlock, OneRowLeft, MostRows, OddRows, RowsOnTiles, MoreQueriesThanKeys, NoKeys),
        new AttentionSubject(
            "prefill, causal, top left",
            new(new() { HeadDim = 6, ValueDim = 4, Heads = 2, KeyValueHeads = 1, Causal = true, Alignment = QueryAlignment.TopLeft, DeclaredScale = 2.5, Layout = AttentionLayout.HeadsFirst }),
            Blocks,
            Padded,
            Whole,
            OneBlock,
            OneRowLeft,
            MostRows,
            OddRows,
            OneRow,
            LateInGroup,
            MoreQueriesThanKeys,
            new(7, 5),
            new(170, 171)),
        new AttentionSubject("prefill, declared", new(new() { HeadDim = 4, ValueDim = 8, Heads = 2, KeyValueHeads = 1, Causal = true }, 65, 147), new(65, 147), new(65, 147, 40)),
        new AttentionSubject("contexts in rows", new(new() { HeadDim = 3, ValueDim = 48, Heads = 2, KeyValueHeads = 1, Causal = true }), Blocks, Padded, LateInBlock, LateInVector, Whole, OneBlock, OneRowLeft, MostRows, OddRows, RowsOnTiles, MoreQueriesThanKeys, NoKeys),
        new AttentionSubject("contexts in rows, small", new(new() { HeadDim = 2, ValueDim = 16, Causal = true }, 22, 50), new(22, 50), new(22, 50, 21), new(22, 50, 7)),
        new AttentionSubject("decode", new(new() { HeadDim = 35, ValueDim = 19, Heads = 7, KeyValueHeads = 1 }, 1), new(1, 300), new(1, 133, 65), new(1, 9)),
        new AttentionSubject("few rows", new(new() { HeadDim = 9, ValueDim = 6, Heads = 4, KeyValueHeads = 2, Causal = true }, 3, 133), new(3, 133), new(3, 133, 128), new(3, 133, 66), new(3, 133, 2)),
    ];

    public static IReadOnlyList<ISubject> Options { get; } =
    [
        new AttentionSubject("windows", new(new() { HeadDim = 5, ValueDim = 5, Heads = 2, KeyValueHeads = 1, LeftWindow = 70, RightWindow = 1 }), new(230, 231), Padded, LateInBlock, LateInVector, Whole, OneBlock, OneRowLeft, MostRows, OddRows, RowsOnTiles, MoreQueriesThanKeys),
        new AttentionSubject("right window", new(new() { HeadDim = 3, ValueDim = 4, RightWindow = 20, Alignment = QueryAlignment.TopLeft }), Blocks, Padded, LateInBlock, LateInVector, Whole, OneBlock, OneRowLeft, MostRows, OddRows, RowsOnTiles, TwoFullBlocks, ShareOfThreads),
        new AttentionSubject("soft cap, mask, bias", new(new() { HeadDim = 7, ValueDim = 3, Heads = 4, KeyValueHeads = 2, SoftCap = 2.5, Mask = AttentionMask.Keys, Bias = AttentionBias.QueryKeys }), Blocks, Padded, LateInBlock, LateInVector, Whole, OneBlock, OneRowLeft, MostRows, OddRows, RowsOnTiles),
        new AttentionSubject("mask, dropout", new(new() { HeadDim = 17, ValueDim = 5, Heads = 2, KeyValueHeads = 1, Mask = AttentionMask.HeadQueryKeys, Dropout = true, DropoutRate = 0.25 }), Blocks, Padded, LateInBlock, LateInVector, Whole, OneBlock, OneRowLeft, MostRows, OddRows, RowsOnTiles),
        // Half of twelve slopes are no powers of two, so that their products round.
        new AttentionSubject(
            "ALiBi, causal",
            new(new() { HeadDim = 4, ValueDim = 3, Heads = 12, KeyValueHeads = 12, Causal = true, LeftWindow = 40, Alibi = true, Layout = AttentionLayout.HeadsFirst }),
            Blocks,
            Padded,
            LateInBlock,
            LateInVector,
            Whole,
            OneBlock,
            OneRowLeft,
            MostRows,
            OddRows,
            RowsOnTiles),
        new AttentionSubject("sinks, mask", new(new() { HeadDim = 8, ValueDim = 8, Heads = 2, KeyValueHeads = 2, Causal = true, Mask = AttentionMask.QueryKeys, Sinks = true }), Blocks, Padded, LateInBlock, LateInVector, Whole, OneBlock, OneRowLeft, MostRows, OddRows, RowsOnTiles),
        new AttentionSubject("strides", new(new() { HeadDim = 6, ValueDim = 3, Heads = 2, KeyValueHeads = 1, QueryStride = 24, KeyStride = 13, ValueStride = 24 }), Blocks, Padded, LateInBlock, LateInVector, Whole, OneBlock, OneRowLeft, MostRows, OddRows, RowsOnTiles),
        new AttentionSubject("everything", new(Everything), Blocks, Padded, LateInBlock, LateInVector, Whole, OneBlock, OneRowLeft, MostRows, OddRows, RowsOnTiles),
        new AttentionSubject("everything, contexts in rows", new(Everything with { ValueDim = 16, ValueStride = 35 }), Blocks, Padded, LateInBlock, LateInVector, Whole, OneBlock, OneRowLeft, MostRows, OddRows, RowsOnTiles),
        new AttentionSubject("everything, decode", new(Everything, 1, 70), new(1, 70), new(1, 70, 66), new(1, 70, 0)),
        new AttentionSubject("everything, small", new(Everything with { SoftCap = null, DropoutRate = 0.25 }, 5, 19), new(5, 19), new(5, 19, 8)),
    ];
}
