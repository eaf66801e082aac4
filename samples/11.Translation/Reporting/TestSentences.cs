namespace Translation;

/// <summary>Sentences that nobody learned from, some of each length. They are the same whatever the training's seed.</summary>
internal static class TestSentences
{
    private const ulong Seed = 7;
    private const int SentencesALength = 48;

    public static IReadOnlyList<int> Lengths { get; } = [4, 8, 12, 16, 20, 24, 28, 32, 36, 40];

    /// <summary>Those of each length.</summary>
    public static IReadOnlyList<IReadOnlyList<SentencePair>> ByLength { get; } = Draw();

    /// <summary>The one that is shown word by word.</summary>
    public static SentencePair Shown { get; } = new Grammar(Seed + 1).Draw(16);

    private static IReadOnlyList<SentencePair>[] Draw()
    {
        Grammar grammar = new(Seed);
        return [.. Lengths.Select(length => Enumerable.Range(0, SentencesALength).Select(_ => grammar.Draw(length)).ToArray())];
    }
}
