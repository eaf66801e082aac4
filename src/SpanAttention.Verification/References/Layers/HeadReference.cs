namespace SpanAttention.Verification;

/// <summary>Says what is done to heads around attention, in double: rotary positions of queries and keys, gates of contexts.</summary>
internal sealed class HeadReference(LayerShape shape, float[] frequencies, GivenTensors given, Precision precision)
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

    /// <summary>Pair i of each head is rotated by position · frequency_i (Su et al., 2021, section 3.2.2), or by the row of its token, in place.</summary>
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
                RotatePair(heads, start + (halves ? pair : 2 * pair), start + (halves ? pair + pairs : (2 * pair) + 1), start / width, pair);
            }
        }
    }

    // The angle is off by what frequency and product are rounded, sine and cosine by as much and their own roundings.
    private (double Sine, double Cosine, double Error) Angle(int token, int pair)
    {
        if (shape.RotaryPositions == RotaryPositions.Rows)
        {
            int place = (token * (shape.RotaryDim / 2)) + pair;
            return (given.Sines[place], given.Cosines[place], 8 * unit * Math.Max(1, Math.Abs(given.Sines[place]) + Math.Abs(given.Cosines[place])));
        }

        int position = shape.RotaryPositions == RotaryPositions.Given ? Math.Max(0, given.Positions[token]) : token; // −1 is not rotated, as at 0
        double angle = position * Frequency(pair);
        (double sine, double cosine) = Math.SinCos(angle);
        return (sine, cosine, Math.Min((8 * Precision.Float * Math.Abs(angle)) + (8 * unit), 2));
    }

    private double Frequency(int pair) => frequencies.Length > 0 ? frequencies[pair] : Math.Pow(shape.RotaryBase, -2.0 * pair / shape.RotaryDim);

    private void RotatePair(Tracked heads, int first, int second, int token, int pair)
    {
        (double sine, double cosine, double rotated) = Angle(token, pair);
        (double a, double b) = (heads.Values[first], heads.Values[second]);
        double size = Math.Max(1, Math.Max(Math.Abs(sine), Math.Abs(cosine)));
        double error = ((heads.Errors[first] + heads.Errors[second]) * size) + (rotated * (Math.Abs(a) + Math.Abs(b)));
        heads.Values[first] = (a * cosine) - (b * sine);
        heads.Values[second] = (a * sine) + (b * cosine);
        heads.Errors[first] = heads.Errors[second] = error;
    }
}
