namespace Translation;

/// <summary>Words that a model writes where they should be, of all words.</summary>
internal static class Accuracy
{
    /// <summary>The share of words, for sentences that are translated together.</summary>
    public static double Of(Translator translator, IReadOnlyList<SentencePair> pairs)
    {
        SentenceBatch batch = new(pairs);
        int right = batch.Pairs.Zip(translator.Translate(batch), RightWords).Sum();
        return right / (double)batch.Pairs.Sum(static pair => pair.Length);
    }

    private static int RightWords(SentencePair pair, IReadOnlyList<int> words) => pair.Target.Zip(words).Count(static place => place.First == place.Second);
}
