namespace SpanAttention.Verification;

/// <summary>Puts other numbers where a query does not look, and sees whether it notices, in any of the routine's calls.</summary>
internal static class HiddenKeys
{
    // Multiply-adds of one call.
    private const long MuchWork = 20_000;

    /// <summary>Tells whether a shape hides anything.</summary>
    public static bool Exist(AttentionRoutine routine) =>
        routine.TakesKeyCount || routine.Shape is { Causal: true } or { LeftWindow: >= 0 } or { RightWindow: >= 0 } or { Mask: not AttentionMask.None } or { Bias: not AttentionBias.None };

    /// <summary>The case with numbers put where the query that looks does not.</summary>
    /// <param name="source">The case.</param>
    /// <param name="looking">The query.</param>
    /// <param name="number">What is put into a key, or a value, by its place.</param>
    /// <param name="bias">What is put into a bias.</param>
    public static AttentionCase With(AttentionCase source, int looking, Func<AttentionCase, int, int, int, float> number, float bias)
    {
        AttentionCase other = source.Copy();
        for (int key = 0; key < source.KeyLength; key++)
        {
            for (int head = 0; head < source.Shape.KeyValueHeads; head++)
            {
                if (!source.IsSeen(head, looking, key))
                {
                    Fill(source, other.KeyHead(key, head), number, head, key);
                    Fill(source, other.ValueHead(key, head), number, head, key);
                }
            }

            FillBias(source, other, looking, key, bias);
        }

        return other;
    }

    /// <summary>Says where a result of the query that looks is another one than before.</summary>
    public static Violation? Noticed(AttentionRoutine routine, AttentionCase source, AttentionCase other, int looking, string how)
    {
        AttentionReference reference = AttentionReference.Of(routine, source);
        bool same = routine.Promises.HasFlag(AttentionPromises.SameBits);
        return (Compare(source, same, looking, routine.CallForward(source), routine.CallForward(other), reference.ContextBound, 1, Comparison.ContextPlace, index => Query(source, source.RowOfContext(index)))
            ?? Other(routine, source, other, reference, looking, same)).Where(how).Of(other);
    }

    /// <summary>Says where a merge notices what lies in the contexts of a part that has no key.</summary>
    public static Violation? NoticedByMerge(AttentionRoutine routine, AttentionCase source, float number, string what)
    {
        MergeParts parts = MergeParts.Of(routine, source);
        (float[] context, float[] logSumExp) = routine.CallMerge(parts);
        (float[] actual, float[] actualSum) = routine.CallMerge(parts.WithHidden(source, number));
        MergeReference reference = new(routine, source, parts);
        return (Comparison.Contexts(routine, source, context, actual, reference.ContextBound.Times(2))
            ?? Comparison.Close(logSumExp.ToDouble(), actualSum, reference.LogSumExpBound.Times(2), index => Comparison.RowPlace(source, "logSumExp", index)))
            .Where($"of Merge, once contexts of parts without a key are {what}");
    }

    // All other calls on small cases; one of them by choice, so that each has its turn, on those that cost more.
    private static Violation? Other(AttentionRoutine routine, AttentionCase source, AttentionCase other, AttentionReference reference, int looking, bool same)
    {
        Func<Violation?>?[] calls =
        [
            routine.ForwardWithLogSumExp is null ? null : () => LogSumExp(routine, source, other, reference, looking, same),
            routine.Weights is null ? null : () => Weights(routine, source, other, reference, looking, same),
            routine.Scores is null ? null : () => Scores(routine, source, other, looking),
            routine.ForwardBlock is null ? null : () => Blocks(routine, source, other, reference, looking, same),
        ];
        return ((ICase)source).Work < MuchWork
            ? calls.Select(static call => call?.Invoke()).FirstOrDefault(static violation => violation is not null)
            : calls[source.Choice / 3 % calls.Length]?.Invoke();
    }

    private static Violation? LogSumExp(AttentionRoutine routine, AttentionCase source, AttentionCase other, AttentionReference reference, int looking, bool same) =>
        Rows(source, reference, looking, same, routine.CallForwardWithLogSumExp(source), routine.CallForwardWithLogSumExp(other), "Forward with logSumExp");

    private static Violation? Blocks(AttentionRoutine routine, AttentionCase source, AttentionCase other, AttentionReference reference, int looking, bool same) =>
        Rows(source, reference, looking, same, routine.CallForwardBlocks(source), routine.CallForwardBlocks(other), "ForwardBlock");

    private static Violation? Rows(
        AttentionCase source, AttentionReference reference, int looking, bool same, (float[] Context, float[] LogSumExp) expected, (float[] Context, float[] LogSumExp) actual, string call) =>
        Compare(source, same, looking, expected.Context, actual.Context, reference.ContextBound, 1, (source, index) => $"{Comparison.ContextPlace(source, index)} of {call}", index => Query(source, source.RowOfContext(index)))
        ?? Compare(source, same, looking, expected.LogSumExp, actual.LogSumExp, reference.LogSumExpBound, 1, (source, index) => $"{Comparison.RowPlace(source, "logSumExp", index)} of {call}", index => Query(source, index));

    private static Violation? Weights(AttentionRoutine routine, AttentionCase source, AttentionCase other, AttentionReference reference, int looking, bool same) =>
        Compare(
            source, same, looking, routine.CallWeights(source), routine.CallWeights(other), reference.Weights().Bounds, 1,
            static (source, index) => Comparison.PairPlace(source, "weight", index), index => index / source.KeyLength % source.QueryLength);

    // −∞ stays −∞; the scores of what is seen do not depend on the others.
    private static Violation? Scores(AttentionRoutine routine, AttentionCase source, AttentionCase other, int looking)
    {
        AttentionCase all = source with { KeyCount = null };
        return Compare(
            source, true, looking, routine.CallScores(source, ScoreStage.Masked), routine.CallScores(other, ScoreStage.Masked), [], 0,
            static (source, index) => Comparison.PairPlace(source, "Masked score", index),
            index => index % source.KeyLength < source.VisibleKeys && all.Position(0) == source.Position(0) ? index / source.KeyLength % source.QueryLength : -1);
    }

    private static Violation? Compare(
        AttentionCase source, bool same, int looking, float[] expected, float[] actual, double[] bounds, int errors, Func<AttentionCase, int, string> place, Func<int, int> rowOf)
    {
        bool Asks(int index) => rowOf(index) == looking && (errors == 0 || !double.IsNaN(bounds[index]));
        return same
            ? Comparison.Same(expected, actual, index => place(source, index), Asks)
            : Comparison.Close(expected.ToDouble(), actual, [.. Enumerable.Range(0, actual.Length).Select(index => Asks(index) ? 2 * bounds[index] : double.NaN)], index => place(source, index));
    }

    // The query of a row of [heads, query tokens].
    private static int Query(AttentionCase source, int row) => row % source.QueryLength;

    private static void Fill(AttentionCase source, Span<float> numbers, Func<AttentionCase, int, int, int, float> number, int head, int key)
    {
        for (int x = 0; x < numbers.Length; x++)
        {
            numbers[x] = number(source, head, key, x);
        }
    }

    // Not where the bias itself, by −∞, is what hides.
    private static void FillBias(AttentionCase source, AttentionCase other, int row, int key, float bias)
    {
        for (int head = 0; head < source.Shape.Heads && source.Bias.Length > 0; head++)
        {
            int index = source.BiasIndex(head, row, key);
            bool hiddenForAll = source.Shape.Bias == AttentionBias.HeadQueryKeys
                ? !source.Sees(head, row, key)
                : Enumerable.Range(0, source.Shape.Heads).All(other => !source.Sees(other, row, key));
            if (hiddenForAll && !float.IsNegativeInfinity(source.Bias[index]))
            {
                other.Bias[index] = bias;
            }
        }
    }
}
