using Translation;

namespace SpanAttention.Samples.Tests.Translating;

/// <summary>Sentences of samples/11.Translation.</summary>
public sealed class GrammarTests
{
    private static readonly Grammar Random = new(5);

    private static readonly IReadOnlyList<SentencePair> Drawn = [.. Enumerable.Range(Grammar.Shortest, Grammar.Longest - Grammar.Shortest + 1).SelectMany(static length => Enumerable.Range(0, 20).Select(_ => Random.Draw(length)))];

    [Fact]
    public void BothLanguagesTakeAsManyWords() => Assert.All(Drawn, static pair => Assert.Equal(pair.Source.Length, pair.Target.Length));

    [Fact]
    public void EveryLengthIsDrawn() => Assert.Equal(Enumerable.Range(Grammar.Shortest, Grammar.Longest - Grammar.Shortest + 1), Drawn.Select(static pair => pair.Length).Distinct());

    [Fact]
    public void WordsAreAsManyAsThePageSays() => Assert.Equal((44, 66), (Words.Source.Count, Words.Target.Count));

    [Fact]
    public void TheSameSeedDrawsTheSameSentences() => Assert.Equal(new Grammar(3).Draw().Source, new Grammar(3).Draw().Source);

    [Fact]
    public void VerbsComeAtTheEndTheLastOneFirst() => Assert.All(Drawn, static pair =>
    {
        int[] verbs = [.. pair.Source.Where(static word => word >= Words.SourceVerb(0)).Select(static word => word - Words.SourceVerb(0))];
        int[] translated = [.. pair.Target[^verbs.Length..].Select(static word => (word - Words.TargetVerb(0, 0)) % Words.VerbCount)];
        Assert.Equal(verbs.Reverse(), translated);
        Assert.All(pair.Target[..^verbs.Length], static word => Assert.True(word < Words.TargetVerb(0, 0)));
    });

    [Fact]
    public void VerbsHaveTheNumberOfTheirSubject() => Assert.All(Drawn, static pair =>
    {
        int[] numbers = [.. pair.Source.Where(static word => word >= Words.SourceNoun(0, 0) && word < Words.SourceAdjective(0)).Select(static word => (word - Words.SourceNoun(0, 0)) / Words.NounCount)];
        Assert.Equal(numbers.Reverse(), pair.Target[^numbers.Length..].Select(static word => (word - Words.TargetVerb(0, 0)) / Words.VerbCount));
    });

    [Fact]
    public void NobodyLearnsFromWhatIsTested()
    {
        HashSet<string> tested = [.. TestSentences.ByLength.SelectMany(static pairs => pairs).Where(static pair => pair.Length >= 12).Select(Text)];
        Grammar learned = new(1UL << 32);

        Assert.DoesNotContain(Enumerable.Range(0, 2000).Select(_ => Text(learned.Draw())), tested.Contains);
    }

    private static string Text(SentencePair pair) => Words.Text(Words.Source, pair.Source);
}
