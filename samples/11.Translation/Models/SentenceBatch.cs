namespace Translation;

/// <summary>Sentences that go through a model together, the longest first. Words lie sentence by sentence, or packed step by step.</summary>
internal sealed class SentenceBatch
{
    public SentenceBatch(IEnumerable<SentencePair> pairs)
    {
        Pairs = [.. pairs.OrderByDescending(static pair => pair.Length)];
        SourceLengths = [.. Pairs.Select(static pair => pair.Length)];
        TargetLengths = [.. Pairs.Select(static pair => pair.Length + 1)];
        SourceSteps = new(SourceLengths);
        TargetSteps = new(TargetLengths);
        Source = [.. Pairs.SelectMany(static pair => pair.Source)];
        Inputs = [.. Pairs.SelectMany(static pair => pair.Target.Prepend(Words.Mark))];
        Targets = [.. Pairs.SelectMany(static pair => pair.Target.Append(Words.Mark))];
        SourcePositions = Positions(SourceLengths);
        TargetPositions = Positions(TargetLengths);
        PackedSource = Pack(Source, SourceLengths, SourceSteps);
        PackedInputs = Pack(Inputs, TargetLengths, TargetSteps);
    }

    public SentencePair[] Pairs { get; }

    public int[] SourceLengths { get; }

    /// <summary>Words and the mark at their end.</summary>
    public int[] TargetLengths { get; }

    public PackedSteps SourceSteps { get; }

    public PackedSteps TargetSteps { get; }

    /// <summary>Sentence by sentence.</summary>
    public int[] Source { get; }

    /// <summary>What the decoder has written before each of its words: the mark, then words.</summary>
    public int[] Inputs { get; }

    /// <summary>What it writes: words, then the mark.</summary>
    public int[] Targets { get; }

    public int[] SourcePositions { get; }

    public int[] TargetPositions { get; }

    public int[] PackedSource { get; }

    public int[] PackedInputs { get; }

    /// <summary>Copies rows that are packed to where they lie sentence by sentence.</summary>
    public static void Unpack(ReadOnlySpan<float> packed, int dim, IReadOnlyList<int> lengths, PackedSteps steps, Span<float> rows)
    {
        int row = 0;
        for (int sentence = 0; sentence < lengths.Count; sentence++)
        {
            for (int step = 0; step < lengths[sentence]; step++, row++)
            {
                packed.Slice(steps.Place(sentence, step) * dim, dim).CopyTo(rows[(row * dim)..]);
            }
        }
    }

    /// <summary>Copies rows that lie sentence by sentence to where they are packed.</summary>
    public static void Pack<T>(ReadOnlySpan<T> rows, int dim, IReadOnlyList<int> lengths, PackedSteps steps, Span<T> packed)
    {
        int row = 0;
        for (int sentence = 0; sentence < lengths.Count; sentence++)
        {
            for (int step = 0; step < lengths[sentence]; step++, row++)
            {
                rows.Slice(row * dim, dim).CopyTo(packed[(steps.Place(sentence, step) * dim)..]);
            }
        }
    }

    private static int[] Positions(int[] lengths) => [.. lengths.SelectMany(static length => Enumerable.Range(0, length))];

    private static int[] Pack(int[] words, int[] lengths, PackedSteps steps)
    {
        int[] packed = new int[words.Length];
        Pack<int>(words, dim: 1, lengths, steps, packed);
        return packed;
    }
}
