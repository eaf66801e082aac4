using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>Sine and cosine of the canonical order: of an angle in double, rounded to float; the same bits on every machine.</summary>
/// <remarks>
/// Errs by at most 0.50001 ulp, and so is the correctly rounded result but for near ties. For |angle| ≤ 2^31 radians; beyond, and for ±∞ and NaN, both are NaN.
/// angle = k · π/2 + r with |r| ≤ π/4. π/2 is taken apart into four numbers, the first three so short that their products with k are exact
/// (Cody and Waite, "Software Manual for the Elementary Functions", 1980): r keeps its leading digits also where the angle all but is a multiple of π/2.
/// Every operation is one rounded operation on doubles, as written; there is no fused one in either canon.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SineCosine
{
    private const double Largest = 2147483648;            // 2^31

    private const double TwoOverPi = 0.6366197723675814;
    private const double HalfPi1 = 1.570796012878418;     // k · HalfPi1, k · HalfPi2 and k · HalfPi3 are exact:
    private const double HalfPi2 = 3.139164164167596e-07; // 22 bits each, 31 of k
    private const double HalfPi3 = 6.223371969669989e-14;
    private const double HalfPi4 = 2.0222662487959506e-21;

    // sin r = r + r³ · Σ S · r^…, within 2^−47 of itself for |r| ≤ π/4
    private const double S3 = -0.16666666666631608;
    private const double S5 = 0.00833333332527398;
    private const double S7 = -0.00019841263824070106;
    private const double S9 = 2.7555357971458975e-06;
    private const double S11 = -2.4761667047650715e-08;

    // cos r = 1 − r²/2 + r⁴ · Σ C · r^…, within 2^−53
    private const double C4 = 0.04166666666660222;
    private const double C6 = -0.0013888888878270133;
    private const double C8 = 2.4801580969792702e-05;
    private const double C10 = -2.7555566784365664e-07;
    private const double C12 = 2.0647715245130737e-09;

    /// <summary>sin angle and cos angle. The sine is odd, ±0 included.</summary>
    /// <param name="angle">In radians.</param>
    public static (float Sine, float Cosine) Of(double angle)
    {
        double magnitude = Math.Abs(angle);
        if (!(magnitude <= Largest))
        {
            return (float.NaN, float.NaN);
        }

        int quarters = (int)((magnitude * TwoOverPi) + 0.5);
        double rest = Reduce(magnitude, quarters);
        (double sine, double cosine) = Rotate(Sine(rest), Cosine(rest), quarters);
        return ((float)(double.IsNegative(angle) ? -sine : sine), (float)cosine);
    }

    private static double Reduce(double magnitude, double quarters) =>
        magnitude - (quarters * HalfPi1) - (quarters * HalfPi2) - (quarters * HalfPi3) - (quarters * HalfPi4);

    private static double Sine(double r)
    {
        double square = r * r;
        double series = (S11 * square) + S9;
        series = (series * square) + S7;
        series = (series * square) + S5;
        series = (series * square) + S3;
        return (r * square * series) + r;
    }

    private static double Cosine(double r)
    {
        double square = r * r;
        double series = (C12 * square) + C10;
        series = (series * square) + C8;
        series = (series * square) + C6;
        series = (series * square) + C4;
        return (square * square * series) + (1 - (0.5 * square));
    }

    /// <summary>Rotates by so many quarters: (sin, cos) → (cos, −sin) → (−sin, −cos) → (−cos, sin).</summary>
    private static (double Sine, double Cosine) Rotate(double sine, double cosine, int quarters) => (quarters & 3) switch
    {
        0 => (sine, cosine),
        1 => (cosine, -sine),
        2 => (-sine, -cosine),
        _ => (-cosine, sine),
    };
}
