namespace SpanAttention.Mutations.Subjects;

/// <summary>Running states of contexts in lanes and in rows, with edges, with pairs that are left out, and of few rows.</summary>
internal static class StateSubjects
{
    // A second block of rows; tiles of keys that all rows see, that some see, and a last one that fills no register tile.
    private static readonly CallLengths Blocks = new(81, 211);
    private static readonly CallLengths Padded = new(81, 211, 70);
    private static readonly CallLengths Few = new(3, 200);
    private static readonly CallLengths MostRows = new(8, 129);
    private static readonly CallLengths Whole = new(64, 128);
    private static readonly CallLengths NoKeys = new(2, 3, 0);

    public static IReadOnlyList<ISubject> List { get; } =
    [
        new StateSubject("state, causal", new(new() { HeadDim = 5, ValueDim = 7, Heads = 4, KeyValueHeads = 2, Causal = true }), Blocks, Padded, Whole, MostRows, Few, NoKeys),
        new StateSubject("state, contexts in rows", new(new() { HeadDim = 3, ValueDim = 48, Heads = 2, KeyValueHeads = 1, LeftWindow = 70, RightWindow = 1, Alignment = QueryAlignment.TopLeft }), Blocks, Padded, Whole, MostRows, Few),
        new StateSubject("state, everything", new(AttentionSubjects.Everything), Blocks, Padded, Whole, MostRows, Few, NoKeys),
        new StateSubject("state, decode", new(AttentionSubjects.Everything with { ValueDim = 19, ValueStride = null }, 1), new(1, 300), new(1, 200, 133), new(1, 9)),
    ];
}
