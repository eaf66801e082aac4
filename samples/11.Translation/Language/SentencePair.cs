namespace Translation;

/// <summary>A sentence and its translation, which has as many words.</summary>
/// <param name="Source">Words of the first language.</param>
/// <param name="Target">Words of the second.</param>
internal sealed record SentencePair(int[] Source, int[] Target)
{
    /// <summary>Words of either.</summary>
    public int Length => Source.Length;
}
