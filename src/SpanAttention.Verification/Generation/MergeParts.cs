namespace SpanAttention.Verification;

/// <summary>Results over two key sets, as a merge takes them: made up, not computed.</summary>
/// <param name="OutputA">Contexts over the first key set.</param>
/// <param name="LogSumExpA"><c>[heads, query tokens]</c>.</param>
/// <param name="OutputB">Contexts over the second key set.</param>
/// <param name="LogSumExpB"><c>[heads, query tokens]</c>.</param>
internal sealed record MergeParts(float[] OutputA, float[] LogSumExpA, float[] OutputB, float[] LogSumExpB)
{
    // One row in so many has no key.
    private const int RowsOfEmpty = 6;

    /// <summary>Parts by the choice of a case, in its lengths and of its kind of numbers.</summary>
    public static MergeParts Of(AttentionRoutine routine, AttentionCase source)
    {
        CaseRandom random = new(source.Choice);
        (float[] outputA, float[] sumsA) = Part(routine, source, random);
        (float[] outputB, float[] sumsB) = Part(routine, source, random);
        return new MergeParts(outputA, sumsA, outputB, sumsB);
    }

    /// <summary>The same, with a number in the contexts of rows that see no key.</summary>
    public MergeParts WithHidden(AttentionCase source, float number) => this with
    {
        OutputA = WithEmptyRows(source, OutputA, LogSumExpA, number),
        OutputB = WithEmptyRows(source, OutputB, LogSumExpB, number),
    };

    // Among others, and far beyond, where exponentials overflow; and of no key.
    private static (float[] Context, float[] LogSumExp) Part(AttentionRoutine routine, AttentionCase source, CaseRandom random)
    {
        float[] sums = new float[source.Shape.Heads * source.QueryLength];
        bool spread = random.Next(2) == 0;
        foreach (ref float sum in sums.AsSpan())
        {
            sum = spread ? random.Pick(-1e4f, -1000, -100, -1, 0, 1, 100, 1000, 1e4f) : (random.NextSingle() * 8) - 4;
            sum = routine.EmptyRows == EmptyRows.Zero && random.Next(RowsOfEmpty) == 0 ? float.NegativeInfinity : sum;
        }

        float[] contexts = new CaseData(random.Next(int.MaxValue)).Numbers(source.Kind, source.QueryLength * source.Shape.Heads * source.Shape.ValueDim);
        return (WithEmptyRows(source, routine.Precision.Round(contexts), sums, 0), sums);
    }

    private static float[] WithEmptyRows(AttentionCase source, float[] contexts, float[] sums, float number)
    {
        float[] with = [.. contexts];
        int row = 0;
        foreach ((int head, int query) in source.Rows)
        {
            if (float.IsNegativeInfinity(sums[row++]))
            {
                source.ContextHead(with, query, head).Fill(number);
            }
        }

        return with;
    }
}
