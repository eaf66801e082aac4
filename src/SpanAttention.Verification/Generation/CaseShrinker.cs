namespace SpanAttention.Verification;

/// <summary>Simpler cases than one: fewer tokens first, then tensors with more zeros, then plainer numbers.</summary>
internal static class CaseShrinker
{
    // More are not worth a call each: nobody reads them one by one.
    private const int LargestSimplified = 48;
    private const int LargestChoice = 4;

    public static IEnumerable<AttentionCase> Shrink(AttentionCase source) =>
        Tokens(source).Concat(Counts(source)).Concat(Masks(source)).Concat(Numbers(source));

    private static IEnumerable<AttentionCase> Tokens(AttentionCase source)
    {
        if (source.Shape.KeyLength == 0)
        {
            foreach (int[] keys in Fewer(source.KeyLength))
            {
                yield return source.Keys(keys);
            }
        }

        if (source.Shape.QueryLength == 0)
        {
            foreach (int[] rows in Fewer(source.QueryLength))
            {
                yield return source.Queries(rows);
            }
        }
    }

    // A few, half of them, three quarters, then all but one: what fails at 17 may not at 16, but again at 1.
    private static IEnumerable<int[]> Fewer(int length)
    {
        int[] all = [.. Enumerable.Range(0, length)];
        foreach (int kept in new[] { 1, 2, 3, length / 2, length * 3 / 4 }.Where(kept => kept > 0 && kept < length - 1))
        {
            yield return all[..kept];
            yield return all[^kept..];
        }

        for (int dropped = length - 1; dropped >= 0 && length > 1; dropped--)
        {
            yield return [.. all.Where(token => token != dropped)];
        }
    }

    private static IEnumerable<AttentionCase> Counts(AttentionCase source)
    {
        if (source.KeyCount is { } count)
        {
            yield return source with { KeyCount = null };
            foreach (int fewer in new[] { count / 2, count - 1 }.Where(fewer => fewer >= 0 && fewer < count).Distinct())
            {
                yield return source with { KeyCount = fewer };
            }
        }

        for (int choice = 0; choice < Math.Min(source.Choice, LargestChoice); choice++)
        {
            yield return source with { Choice = choice };
        }
    }

    private static IEnumerable<AttentionCase> Masks(AttentionCase source)
    {
        foreach ((int start, int length) in Runs(source.Mask.Length).Where(run => source.Mask.AsSpan(run.Start, run.Length).Contains(false)))
        {
            bool[] mask = [.. source.Mask];
            mask.AsSpan(start, length).Fill(true);
            yield return source with { Mask = mask };
        }
    }

    private static IEnumerable<AttentionCase> Numbers(AttentionCase source) =>
        Simpler(source.Query).Select(query => source with { Query = query })
            .Concat(Simpler(source.Key).Select(key => source with { Key = key }))
            .Concat(Simpler(source.Value).Select(value => source with { Value = value }))
            .Concat(Simpler(source.Bias).Select(bias => source with { Bias = bias }))
            .Concat(Simpler(source.Sinks).Select(sinks => source with { Sinks = sinks }));

    private static IEnumerable<float[]> Simpler(float[] tensor)
    {
        foreach ((int start, int length) in Runs(tensor.Length).Where(run => tensor.AsSpan(run.Start, run.Length).ToArray().Any(PlainNumber.IsNotZero)))
        {
            float[] cleared = [.. tensor];
            cleared.AsSpan(start, length).Clear();
            yield return cleared;
        }

        foreach (Func<float, float> plainer in PlainNumber.Roundings)
        {
            float[] rounded = [.. tensor.Select(number => PlainNumber.Plainer(number, plainer(number)))];
            if (!rounded.AsSpan().SequenceEqual(tensor))
            {
                yield return rounded;
            }
        }

        int[] left = [.. Enumerable.Range(0, tensor.Length).Where(index => PlainNumber.IsNotZero(tensor[index]))];
        foreach (int index in left.Take(LargestSimplified))
        {
            foreach (float simpler in PlainNumber.Simpler(tensor[index]))
            {
                float[] changed = [.. tensor];
                changed[index] = simpler;
                yield return changed;
            }
        }
    }

    // All, then halves, quarters … and single places.
    private static IEnumerable<(int Start, int Length)> Runs(int length)
    {
        for (int run = length; run > 0; run /= 2)
        {
            for (int start = 0; start < length; start += run)
            {
                yield return (start, Math.Min(run, length - start));
            }
        }
    }
}
