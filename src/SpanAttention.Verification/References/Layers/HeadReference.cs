namespace SpanAttention.Verification;

/// <summary>Says what is done to heads around attention, in double: rotary positions of queries and keys, gates of contexts.</summary>
internal sealed class HeadReference(LayerShape shape, float[] frequencies, Precision precision)
{
    private readonly double unit = Precision.Float + precision.Stored;

    /// <summary>context · σ(gate), in place; σ is nowhere steeper than ¼, and may be 0 where it would be subnormal.</summary>
    public void Gate(Tracked contexts, Tracked gates)
    {
        for (int x = 0; x < contexts.Values.Length; x++)
        {
            double share = 1 / (1 + Math.Exp(-gates.Values[x]));
            double off = Math.Min((gates.Errors[x] / 4) + (8 * unit * share) + Precision.SmallestNormal + precision.Spacing, 1);
            contexts.Errors[x] = (contexts.Errors[x] * (share + off)) + (Math.Abs(contexts.Values[x]) * off) + (2 * unit * Math.Abs(contexts.Values[x]) * share) + precision.Spacing;
            contexts.Values[x] *= share;
        }
    }

    /// <summary>Pair i of each head is rotated by position · frequency_i (Su et al., 2021, section 3.2.2), in place.</summary>
    /// <param name="heads"><c>[tokens, width]</c>.</param>
    /// <param name="width">Floats of a token.</param>
    public void Rotate(Tracked heads, int width)
    {
        int pairs = shape.RotaryDim / 2;
        for (int start = 0; start < heads.Values.Length && shape.Rotary != RotaryLayout.None; start += shape.HeadDim)
        {
            for (int pair = 0; pair < pairs; pair++)
            {
                bool halves = shape.Rotary == RotaryLayout.HalfSplit;
                RotatePair(heads, start + (halves ? pair : 2 * pair), start + (halves ? pair + pairs : (2 * pair) + 1), start / width * Frequency(pair));
            }
        }
    }

    private double Frequency(int pair) => frequencies.Length > 0 ? frequencies[pair] : Math.Pow(shape.RotaryBase, -2.0 * pair / shape.RotaryDim);

    // The angle is off by what frequency and product are rounded, sine and cosine by as much and their own roundings.
    private void RotatePair(Tracked heads, int first, int second, double angle)
    {
        double rotated = Math.Min((8 * Precision.Float * Math.Abs(angle)) + (8 * unit), 2);
        (double sine, double cosine) = Math.SinCos(angle);
        (double a, double b) = (heads.Values[first], heads.Values[second]);
        double error = heads.Errors[first] + heads.Errors[second] + (rotated * (Math.Abs(a) + Math.Abs(b)));
        heads.Values[first] = (a * cosine) - (b * sine);
        heads.Values[second] = (a * sine) + (b * cosine);
        heads.Errors[first] = heads.Errors[second] = error;
    }
}
