namespace Translation;

/// <summary>Sentences side by side, step by step: all first words, then all second ones. Longer sentences come first, so that those which go on are the first rows of every step.</summary>
internal sealed class PackedSteps
{
    private readonly int[] rows;
    private readonly int[] starts;

    /// <param name="lengths">Words of each sentence, falling.</param>
    public PackedSteps(IReadOnlyList<int> lengths)
    {
        rows = [.. Enumerable.Range(0, lengths[0]).Select(step => lengths.Count(length => length > step))];
        starts = new int[rows.Length];
        for (int step = 1; step < rows.Length; step++)
        {
            starts[step] = starts[step - 1] + rows[step - 1];
        }

        Tokens = lengths.Sum();
    }

    /// <summary>Steps of the longest sentence.</summary>
    public int Count => rows.Length;

    /// <summary>Words of all sentences.</summary>
    public int Tokens { get; }

    /// <summary>Sentences that have a word at a step.</summary>
    public int Rows(int step) => rows[step];

    /// <summary>Words before those of a step.</summary>
    public int Start(int step) => starts[step];

    /// <summary>The place of a sentence's word.</summary>
    public int Place(int sentence, int step) => starts[step] + sentence;
}
