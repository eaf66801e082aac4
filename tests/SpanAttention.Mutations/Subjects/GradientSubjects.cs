namespace SpanAttention.Mutations.Subjects;

/// <summary>Gradients of [Attention] with edges, with pairs that are left out, and of heads of several widths.</summary>
internal static class GradientSubjects
{
    // Two folds of rows and a bit of a third block; a tile of keys that all rows see, one that some see, a last one that fills no register tile.
    private static readonly CallLengths Blocks = new(81, 147);
    private static readonly CallLengths Padded = new(81, 147, 43);

    // Aligned top left, the second block sees all of the first tile, and is full.
    private static readonly CallLengths TwoFullBlocks = new(128, 131, 67);

    // Aligned top left, the second block is full and sees all of a tile that is not.
    private static readonly CallLengths FullBlockOnFewKeys = new(128, 131, 35);

    // A block with idle rows, fewer than a group of them, that sees all of a tile.
    private static readonly CallLengths IdleRows = new(60, 150);

    // A full block that sees all of a tile, and one whose last rows are not taken together.
    private static readonly CallLengths BehindManyKeys = new(45, 133);

    // One fold and one row more; nothing left over; a row or two; keys that no row sees.
    private static readonly CallLengths OneRowLeft = new(33, 67);
    private static readonly CallLengths Whole = new(64, 64);
    private static readonly CallLengths OddRows = new(3, 70);
    private static readonly CallLengths OneRow = new(1, 70);
    private static readonly CallLengths MoreQueriesThanKeys = new(21, 9);
    private static readonly CallLengths NoKeys = new(2, 3, 0);

    public static IReadOnlyList<ISubject> List { get; } =
    [
        new GradientSubject("gradients", new(new() { HeadDim = 16, ValueDim = 33, Heads = 2, KeyValueHeads = 2 }), Blocks, Padded, OneRowLeft, Whole, OddRows, OneRow, MoreQueriesThanKeys, NoKeys),
        new GradientSubject("gradients, causal", new(new() { HeadDim = 20, ValueDim = 8, Heads = 4, KeyValueHeads = 2, Causal = true }), Blocks, Padded, OneRowLeft, Whole, OddRows, OneRow, MoreQueriesThanKeys, NoKeys),
        new GradientSubject(
            "gradients, causal, top left",
            new(new() { HeadDim = 6, ValueDim = 4, Heads = 2, KeyValueHeads = 1, Causal = true, Alignment = QueryAlignment.TopLeft, DeclaredScale = 2.5, Layout = AttentionLayout.HeadsFirst }),
            Blocks,
            Padded,
            TwoFullBlocks,
            FullBlockOnFewKeys,
            OneRowLeft,
            Whole,
            OddRows,
            MoreQueriesThanKeys),
        new GradientSubject("gradients, windows", new(new() { HeadDim = 4, ValueDim = 36, Heads = 2, KeyValueHeads = 1, LeftWindow = 70, RightWindow = 1 }), new(150, 151), Padded, IdleRows, OneRowLeft, Whole, OddRows),
        new GradientSubject("gradients, wide heads", new(new() { HeadDim = 300, ValueDim = 283, Causal = true }), new(67, 70), new(35, 70, 67), BehindManyKeys, new(3, 9)),
        new GradientSubject("gradients, few keys", new(new() { HeadDim = 3, ValueDim = 2, Heads = 4, KeyValueHeads = 2, Causal = true }, 34, 6), new(34, 6), new(34, 6, 3), new(34, 6, 0)),
        new GradientSubject("gradients, everything", new(AttentionSubjects.Everything), Blocks, Padded, TwoFullBlocks, OneRowLeft, Whole, OddRows, NoKeys),
        new GradientSubject("gradients, everything, rows", new(AttentionSubjects.Everything with { ValueDim = 16, ValueStride = 35 }), Blocks, Padded, OneRowLeft, OddRows),
        new GradientSubject("gradients, everything, small", new(AttentionSubjects.Everything with { SoftCap = null, DropoutRate = 0.25 }, 13, 19), new(13, 19), new(13, 19, 8)),
        new GradientSubject("gradients, sinks, mask", new(new() { HeadDim = 8, ValueDim = 8, Heads = 2, KeyValueHeads = 2, Causal = true, Mask = AttentionMask.QueryKeys, Sinks = true }), Blocks, Padded, TwoFullBlocks, OneRowLeft, OddRows),
    ];
}
