namespace SpanAttention.Verification;

/// <summary>Bound on how far careful float arithmetic may be from exact arithmetic, whatever the order of its sums.</summary>
/// <remarks>
/// u = 2^−24; B = largest scale · Σ|q·k| of a pair that is seen, and what bias, ALiBi and sink add to it; V = largest |value| that is seen; S = keys seen; d = HeadDim.
/// An exponent errs by
///   d·u·B    the score: d roundings, each of a partial sum of at most Σ|q·k|
///   6u·B     the scale in float, its product, the maximum that is subtracted, their difference, and the change to base 2
///   4u·B     the factors of an online softmax, which telescope
/// and its exponential by 4u more. Numerator and denominator are sums of at most S terms, S·u each, and the quotient is rounded three times. A weight therefore errs relatively by
/// 2·((d + 10)·u·B + 4u + S·u) + 3u ≤ 22·u·d·B + 13·u·S, and a context by V times that; 26·u·(d·B + S) leaves room for terms of second order.
/// Soft cap, bias and ALiBi round the exponent six times more (a division, tanh, two products, two sums): (d + 16)·u·B ≤ 17·u·d·B, so that 40 takes the place of 26.
/// Sums of products below the smallest normal float add one spacing of subnormals each.
/// </remarks>
internal sealed class ErrorBound
{
    private const double UnitRoundoff = 1.0 / (1 << 24);
    private const double Factor = 26;
    private const double FactorWithOptions = 40;

    private ErrorBound(AttentionCase source)
    {
        AttentionShape shape = source.Shape;
        bool options = shape.SoftCap > 0 || shape.Bias != AttentionBias.None || shape.Alibi || shape.Sinks;
        Logit = Largest(source, Magnitude) + source.Sinks.Where(float.IsFinite).Select(static sink => Math.Abs((double)sink)).Append(0).Max();
        Value = Largest(source, static (source, head, _, key) => LargestValue(source, head, key));
        Keys = Math.Max(source.VisibleKeys, 1);
        Weight = (options ? FactorWithOptions : Factor) * UnitRoundoff * ((shape.HeadDim * Logit) + Keys);
    }

    /// <summary>Largest magnitude of a logit's terms: B.</summary>
    public double Logit { get; }

    /// <summary>Largest |value|: V.</summary>
    public double Value { get; }

    /// <summary>Relatively, of a weight.</summary>
    public double Weight { get; }

    /// <summary>Of an element of a context.</summary>
    public double Context => (Weight * Value) + Underflow;

    /// <summary>Of an element of a context against what its own weights give: scores do not matter, as numerator and denominator share them.</summary>
    public double Sum => (1.01 * ((2 * (Keys + 6)) + 3) * UnitRoundoff * Value) + Underflow;

    /// <summary>Of a logSumExp: the weights' error, and its own three roundings and logarithm.</summary>
    public double LogSumExp => Weight + (8 * UnitRoundoff * (Logit + Math.Log(Keys) + 1));

    /// <summary>Of a score at a stage: the roundings of its sum, its products and what is added.</summary>
    public double Score(AttentionShape shape, ScoreStage stage) =>
        ((shape.HeadDim + 8) * UnitRoundoff * (stage == ScoreStage.Raw ? Logit / shape.Scale : Logit)) + ((shape.HeadDim + 2) * Math.Max(shape.Scale, 1) * float.Epsilon);

    private double Keys { get; }

    private double Underflow => (Keys + 2) * float.Epsilon;

    public static ErrorBound Of(AttentionCase source) => new(source);

    private static double Largest(AttentionCase source, Func<AttentionCase, int, int, int, double> magnitude)
    {
        double largest = 0;
        foreach ((int head, int row) in source.Rows)
        {
            for (int key = 0; key < source.VisibleKeys; key++)
            {
                if (source.Sees(head, row, key))
                {
                    largest = Math.Max(largest, magnitude(source, head, row, key));
                }
            }
        }

        return largest;
    }

    private static double Magnitude(AttentionCase source, int head, int row, int key)
    {
        ReadOnlySpan<float> query = source.QueryHead(row, head);
        ReadOnlySpan<float> other = source.KeyHead(key, source.Shape.KeyValueHead(head));
        double sum = 0;
        for (int x = 0; x < query.Length; x++)
        {
            sum += Math.Abs((double)query[x] * other[x]);
        }

        return (sum * source.Shape.Scale) + Math.Abs(DoubleReference.Added(source, head, row, key));
    }

    private static double LargestValue(AttentionCase source, int head, int key)
    {
        double largest = 0;
        foreach (float value in source.ValueHead(key, source.Shape.KeyValueHead(head)))
        {
            largest = Math.Max(largest, Math.Abs((double)value));
        }

        return largest;
    }
}
