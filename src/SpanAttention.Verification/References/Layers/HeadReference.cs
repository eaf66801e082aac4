namespace SpanAttention.Verification;

/// <summary>Says what is done to each query and key head between projection and attention: norm, then rotary positions.</summary>
internal sealed class HeadReference(LayerShape shape, float[] frequencies, Precision precision)
{
    private const double SmallestNormal = 1.1754943508222875e-38;

    private readonly double unit = Precision.Float + precision.Stored;

    /// <summary>
    /// y = x / √(Σ x² / n + ε) · weight over the n numbers of a head, or of all heads of a token, as many as there are weights (Zhang and Sennrich, 2019), in place;
    /// with a bias less their mean (Ba, Kiros and Hinton, 2016).
    /// </summary>
    public void Normalize(Tracked heads, float[] weight, float[] bias)
    {
        for (int start = 0; start < heads.Values.Length; start += weight.Length)
        {
            if (bias.Length > 0)
            {
                Centre(heads, start, weight.Length);
            }

            Scale(heads, start, weight);
            for (int x = 0; x < bias.Length; x++)
            {
                heads.Values[start + x] += bias[x];
                heads.Errors[start + x] += 2 * unit * (Math.Abs(heads.Values[start + x]) + Math.Abs(bias[x]));
            }
        }
    }

    // The mean is rounded with every sum and at its quotient, the difference once.
    private void Centre(Tracked heads, int start, int width)
    {
        double sum = 0;
        double error = 0;
        for (int x = start; x < start + width; x++)
        {
            sum += heads.Values[x];
            error += heads.Errors[x] + ((width + 2) * unit * (Math.Abs(heads.Values[x]) + heads.Errors[x])) + precision.Spacing;
        }

        for (int x = start; x < start + width; x++)
        {
            heads.Values[x] -= sum / width;
            heads.Errors[x] += (error / width) + (2 * unit * Math.Abs(heads.Values[x]));
        }
    }

    private void Scale(Tracked heads, int start, float[] weight)
    {
        int width = weight.Length;
        double square = 0;
        double error = 0;
        for (int x = start; x < start + width; x++)
        {
            square += heads.Values[x] * heads.Values[x];
            error += (2 * Math.Abs(heads.Values[x]) + heads.Errors[x]) * heads.Errors[x];
        }

        // The root halves the relative error of what is under it, which is rounded width + 4 times.
        double mean = (square / width) + shape.QkNormEpsilon;
        double relative = (error / width / mean) + ((width + 8) * unit);
        double factor = 1 / Math.Sqrt(mean);
        for (int x = start; x < start + width; x++)
        {
            double by = factor * weight[x - start];
            heads.Values[x] *= by;
            double firstOrder = (heads.Errors[x] * Math.Abs(by) * (1 + relative)) + (Math.Abs(heads.Values[x]) * (relative + (4 * unit)));
            heads.Errors[x] = relative < 0.5 ? firstOrder : 2 * Math.Sqrt(width) * Math.Abs(weight[x - start]); // no normalized number is larger
        }
    }

    /// <summary>context · σ(gate), in place; σ is nowhere steeper than ¼, and may be 0 where it would be subnormal.</summary>
    public void Gate(Tracked contexts, Tracked gates)
    {
        for (int x = 0; x < contexts.Values.Length; x++)
        {
            double share = 1 / (1 + Math.Exp(-gates.Values[x]));
            double off = Math.Min((gates.Errors[x] / 4) + (8 * unit * share) + SmallestNormal + precision.Spacing, 1);
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
