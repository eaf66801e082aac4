namespace SpanAttention.Verification;

/// <summary>Fewer tokens, smaller choices, and plainer numbers.</summary>
internal static class TensorShrinker
{
    // More are not worth a call each: nobody reads them one by one.
    private const int LargestSimplified = 48;
    private const int LargestChoice = 4;
    private const int MostDropped = 130;
    private const int MostCleared = 1024;

    /// <summary>Tokens to keep: a few, half of them and more and more; then all but one, as what fails at 17 may not at 16, but again at 1. Of many, only the first and last go one by one.</summary>
    public static IEnumerable<int[]> Fewer(int length)
    {
        int[] all = [.. Enumerable.Range(0, length)];
        foreach (int kept in new[] { 1, 2, 3, length / 2, length * 3 / 4, length * 7 / 8, length * 15 / 16, length * 31 / 32 }.Where(kept => kept > 0 && kept < length - 1).Distinct())
        {
            yield return all[..kept];
            yield return all[^kept..];
        }

        foreach (int dropped in Enumerable.Reverse(all).Where(token => length > 1 && (length <= MostDropped || token == 0 || token == length - 1)))
        {
            yield return [.. all.Where(token => token != dropped)];
        }
    }

    /// <summary>Smaller choices, the small ones only: larger ones are as arbitrary as the choice itself.</summary>
    public static IEnumerable<int> Choices(int choice) => Enumerable.Range(0, Math.Min(choice, LargestChoice));

    /// <summary>Tensors with more zeros, then with rounder numbers.</summary>
    public static IEnumerable<float[]> Simpler(float[] tensor)
    {
        foreach ((int start, int length) in Runs(tensor.Length).TakeWhile(run => tensor.Length <= MostCleared || run.Length > tensor.Length / MostCleared).Where(run => tensor.AsSpan(run.Start, run.Length).ToArray().Any(PlainNumber.IsNotZero)))
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

    /// <summary>All, then halves, quarters … and single places.</summary>
    public static IEnumerable<(int Start, int Length)> Runs(int length)
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
