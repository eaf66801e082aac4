using FastBertTokenizer;

/// <summary>Encoder of sentences as vectors. Many go through the model side by side, and each has the bits that it has alone.</summary>
/// <param name="model">The model.</param>
/// <param name="callTokens">The most tokens of a call of it, at least those of a sentence; with so many every sentence has a call of its own.</param>
internal sealed class SentenceEncoder(ISentenceModel model, int callTokens)
{
    private readonly BertTokenizer tokenizer = LoadTokenizer();
    private readonly long[] tokens = new long[callTokens];
    private readonly long[] mask = new long[MiniLm.SentenceTokens]; // written by the tokenizer
    private readonly int[] lengths = new int[callTokens];

    /// <summary>Turns sentences into vectors.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="vectors">[sentences, 384].</param>
    public void Embed(ReadOnlySpan<string> sentences, Span<float> vectors)
    {
        int count = 0;
        int used = 0;
        for (int sentence = 0; sentence < sentences.Length; sentence++)
        {
            lengths[count] = tokenizer.Encode(sentences[sentence], tokens.AsSpan(used, MiniLm.SentenceTokens), mask);
            used += lengths[count++];
            if (used > callTokens - MiniLm.SentenceTokens || sentence == sentences.Length - 1)
            {
                model.Embed(tokens.AsSpan(0, used), lengths.AsSpan(0, count), vectors);
                vectors = vectors[(count * MiniLm.Dim)..];
                count = 0;
                used = 0;
            }
        }
    }

    /// <summary>The tokens of one sentence, with those that stand before and behind it; of a longer one than <see cref="MiniLm.SentenceTokens"/> the first.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="labels">What the vocabulary has for each, such as <c>[CLS]</c>, <c>cat</c> and <c>##s</c>.</param>
    public static long[] Tokens(string sentence, out string[] labels)
    {
        long[] tokens = new long[MiniLm.SentenceTokens];
        tokens = tokens[..LoadTokenizer().Encode(sentence, tokens, new long[MiniLm.SentenceTokens])];

        // A token's number is its line.
        using StreamReader vocabulary = OpenVocabulary();
        string[] lines = vocabulary.ReadToEnd().Split('\n');
        labels = Array.ConvertAll(tokens, token => lines[token].TrimEnd('\r'));
        return tokens;
    }

    private static BertTokenizer LoadTokenizer()
    {
        BertTokenizer tokenizer = new();
        using StreamReader vocabulary = OpenVocabulary();
        tokenizer.LoadVocabulary(vocabulary, convertInputToLowercase: true);
        return tokenizer;
    }

    private static StreamReader OpenVocabulary() => new(MiniLm.Package.GetManifestResourceStream(MiniLm.Resources + "vocab.txt")!);
}
