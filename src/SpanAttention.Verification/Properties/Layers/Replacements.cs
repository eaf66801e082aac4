namespace SpanAttention.Verification;

/// <summary>Other inputs in place of some: several, as a single one may happen to change nothing.</summary>
internal static class Replacements
{
    private static readonly float[] Sizes = [1, 0.25f, 4, 0, 1, 16, 0.01f, 1];

    /// <summary>Whether, with some replacement of the inputs at these places, an output at those places gets other bits.</summary>
    /// <param name="routine">The layer.</param>
    /// <param name="source">The case.</param>
    /// <param name="replaced">The inputs that are replaced.</param>
    /// <param name="looked">The outputs that are looked at.</param>
    public static bool Matter(LayerRoutine routine, LayerCase source, Func<int, bool> replaced, Func<int, bool> looked)
    {
        float[] expected = routine.CallForward(source);
        return Sizes.Where((size, index) => Differs(expected, routine.CallForward(With(source, replaced, size, source.Choice + index)), looked)).Any();
    }

    /// <summary>The case with other numbers at these places.</summary>
    public static LayerCase With(LayerCase source, Func<int, bool> replaced, float size, int seed)
    {
        float[] others = new CaseData(seed).Numbers(CaseKind.Ordinary, source.Inputs.Length);
        return source with { Inputs = [.. source.Inputs.Select((number, index) => replaced(index) ? size * others[index] : number)] };
    }

    private static bool Differs(float[] expected, float[] actual, Func<int, bool> looked) =>
        Enumerable.Range(0, actual.Length).Any(index => looked(index) && BitConverter.SingleToInt32Bits(expected[index]) != BitConverter.SingleToInt32Bits(actual[index]));
}
