namespace SpanAttention.Verification;

/// <summary>Other inputs in place of some: several, as a single one may happen to change nothing.</summary>
internal static class Replacements
{
    private static readonly float[] Sizes = [1, 0.25f, 4, 0, 1, 16, 0.01f, 1];

    /// <summary>Tells whether, with some replacement of the inputs at these places, an output at those places gets other bits; or whether none would, by the layer's weights.</summary>
    /// <param name="routine">The layer.</param>
    /// <param name="source">The case.</param>
    /// <param name="replaced">The inputs that are replaced.</param>
    /// <param name="looked">The outputs that are looked at.</param>
    public static bool Matter(LayerRoutine routine, LayerCase source, Func<int, bool> replaced, Func<int, bool> looked)
    {
        IEnumerable<(LayerCase Before, LayerCase After)> pairs = Enumerable.Range(0, Sizes.Length * Sizes.Length).Select(round => Pair(source, replaced, round));
        return pairs.Any(pair => Differs(routine.CallForward(pair.Before), routine.CallForward(pair.After), looked))
            || (routine.Reference is { } reference && !pairs.Any(pair => Differs(Outputs(reference, pair.Before), Outputs(reference, pair.After), looked)));
    }

    // First in the case itself, then in others: an activation that is 0 for half of all numbers may hide there what it lets through here.
    private static (LayerCase Before, LayerCase After) Pair(LayerCase source, Func<int, bool> replaced, int round)
    {
        LayerCase before = round < Sizes.Length ? source : With(source, static _ => true, Sizes[round / Sizes.Length], ~source.Choice - round);
        return (before, With(before, replaced, Sizes[round % Sizes.Length], source.Choice + round));
    }

    private static Tracked Outputs(ILayerReference reference, LayerCase source) => reference.Outputs(Tracked.Of(source.Inputs));

    /// <summary>The case with other numbers at these places.</summary>
    public static LayerCase With(LayerCase source, Func<int, bool> replaced, float size, int seed)
    {
        float[] others = new CaseData(seed).Numbers(CaseKind.Ordinary, source.Inputs.Length);
        return source with { Inputs = [.. source.Inputs.Select((number, index) => replaced(index) ? size * others[index] : number)] };
    }

    private static bool Differs(float[] expected, float[] actual, Func<int, bool> looked) =>
        Enumerable.Range(0, actual.Length).Any(index => looked(index) && BitConverter.SingleToInt32Bits(expected[index]) != BitConverter.SingleToInt32Bits(actual[index]));

    private static bool Differs(Tracked expected, Tracked actual, Func<int, bool> looked) =>
        Enumerable.Range(0, actual.Values.Length).Any(index => looked(index) && Math.Abs(expected.Values[index] - actual.Values[index]) > expected.Errors[index] + actual.Errors[index]);
}
