namespace SpanAttention.Verification;

/// <summary>Says how a routine rounds.</summary>
/// <param name="UnitRoundoff">Of numbers that it stores.</param>
/// <param name="FlushesSubnormals">Whether numbers below 2⁻¹²⁶ may count as 0.</param>
/// <param name="DividesByOwnSum">Whether weights sum to 1 whatever the scores' rounding.</param>
internal readonly record struct Precision(double UnitRoundoff, bool FlushesSubnormals, bool DividesByOwnSum)
{
    /// <summary>2⁻²⁴: half the distance of two floats at 1.</summary>
    public const double Float = 1.0 / (1 << 24);

    /// <summary>2⁻⁵³.</summary>
    public const double Double = Float * Float / 16 / 2;

    /// <summary>2⁻¹²⁶, the smallest normal float.</summary>
    public const double SmallestNormal = 1.17549435082228751e-38;

    /// <summary>Says what a stored number is rounded by beyond a float; 0 for float itself.</summary>
    public double Stored => UnitRoundoff > Float ? UnitRoundoff : 0;

    /// <summary>Says what is lost of a number that is near 0.</summary>
    public double Spacing => FlushesSubnormals ? SmallestNormal : float.Epsilon;

    /// <summary>Tells whether numbers are shorter than floats: the largest may then be 65504.</summary>
    public bool IsShort => UnitRoundoff > Float;

    // Half of the largest Half: what is added to it, a score or a bias, does not overflow.
    private const float LargestOfShort = 32752;

    /// <summary>The nearest number that can be stored, ties to even, or the largest that a short one may be; what is not finite stays.</summary>
    public float Round(float number)
    {
        if (!IsShort || !float.IsFinite(number) || number == 0)
        {
            return number;
        }

        double spacing = Math.ScaleB(2 * UnitRoundoff, Math.ILogB(number));
        return Math.Clamp((float)(Math.Round(number / spacing, MidpointRounding.ToEven) * spacing), -LargestOfShort, LargestOfShort);
    }

    /// <summary>A tensor of such numbers: the same one where all are.</summary>
    public float[] Round(float[] tensor) => IsShort ? Array.ConvertAll(tensor, Round) : tensor;

    /// <summary>A case whose numbers the routine stores as they are. What is one tensor stays one.</summary>
    public AttentionCase Round(AttentionCase source)
    {
        if (!IsShort)
        {
            return source;
        }

        AttentionCase rounded = source with { Query = Round(source.Query), Key = Round(source.Key), Value = Round(source.Value), Bias = Round(source.Bias), Sinks = Round(source.Sinks) };
        return source.IsOneTensor ? rounded.OneTensor() : rounded;
    }
}
