namespace SpanAttention.Conformance.Tests.References;

/// <summary>The activations of the canonical order, on one number.</summary>
public sealed class CanonicalActivation(CanonicalArithmetic arithmetic, Activation activation)
{
    private const float LogarithmOfE = (float)CanonicalArithmetic.LogarithmOfE;
    private const float LogTwoHigh = 0.693359375f;
    private const float LogTwoLow = -2.12194440e-4f;
    private const float Farthest = (float)(126 * 0.69314718055994530942);

    private static readonly float[] ErrorSeries =
    [
        (float)7.99504850874655e-05, (float)-0.0008049514726735651, (float)0.005192392505705357, (float)-0.026855729520320892,
        (float)0.11283625662326813, (float)-0.3761262893676758, (float)0.12837916612625122,
    ];

    private static readonly float[] ErrorLogarithm =
    [
        (float)0.0002823652175720781, (float)-0.004387369379401207, (float)0.03205444663763046, (float)-0.14991624653339386,
        (float)-0.9192885756492615, (float)-1.6268748044967651, (float)-0.0002865044807549566,
    ];

    public float Apply(float x) => activation switch
    {
        Activation.None => x,
        Activation.Relu => Relu(x),
        Activation.ReluSquared => Relu(x) * Relu(x),
        Activation.Tanh => arithmetic.Tanh(x),
        Activation.Gelu => Gated(x, arithmetic.MultiplyAdd(Erf(x * (float)Math.Sqrt(0.5)), 0.5f, 0.5f)),
        Activation.GeluTanh => Gated(x, arithmetic.MultiplyAdd(arithmetic.Tanh(x * arithmetic.MultiplyAdd(x * x, (float)(0.044715 * Math.Sqrt(2 / Math.PI)), (float)Math.Sqrt(2 / Math.PI))), 0.5f, 0.5f)),
        Activation.Silu => Gated(x, Sigma(x)),
        _ => Gated(x, Sigma(x * 1.702f)),
    };

    /// <summary>f′(x), by which the gradient of f(x) is multiplied.</summary>
    public float Slope(float x) => activation switch
    {
        Activation.None => 1,
        Activation.Relu => x <= 0 ? 0 : float.IsNaN(x) ? x : 1,
        Activation.ReluSquared => Relu(x) + Relu(x),
        Activation.Tanh => Steepness(arithmetic.Tanh(x)),
        Activation.Gelu => GeluSlope(x),
        Activation.GeluTanh => GeluTanhSlope(x),
        Activation.Silu => SlopeOfSigma(x),
        _ => SlopeOfSigma(x * 1.702f),
    };

    private float SlopeOfSigma(float u)
    {
        float share = Sigma(u);
        return share + Gated(u, share * (1 - share));
    }

    private float GeluSlope(float x)
    {
        float density = arithmetic.Exp2(x * x * (float)(-0.5 * CanonicalArithmetic.LogarithmOfE)) * (float)(1 / Math.Sqrt(2 * Math.PI));
        return arithmetic.MultiplyAdd(Erf(x * (float)Math.Sqrt(0.5)), 0.5f, 0.5f) + Gated(x, density);
    }

    private float GeluTanhSlope(float x)
    {
        float k1 = (float)Math.Sqrt(2 / Math.PI);
        float k3 = (float)(0.044715 * Math.Sqrt(2 / Math.PI));
        float square = x * x;
        float tangent = arithmetic.Tanh(x * arithmetic.MultiplyAdd(square, k3, k1));
        float rise = Gated(arithmetic.MultiplyAdd(square, 3 * k3, k1), Gated(x, Steepness(tangent) * 0.5f));
        return arithmetic.MultiplyAdd(tangent, 0.5f, 0.5f) + rise;
    }

    private float Steepness(float tangent) => arithmetic.MultiplyAdd(-tangent, tangent, 1);

    /// <summary>erf x.</summary>
    public float Erf(float x)
    {
        if (float.IsNaN(x))
        {
            return x;
        }

        float a = Math.Abs(x);
        float magnitude = a <= 0.921875f ? arithmetic.MultiplyAdd(Polynomial(ErrorSeries, a * a), a, a)
            : a < 4 ? 1 - arithmetic.Exp2(Polynomial(ErrorLogarithm, a))
            : 1;
        return float.IsNegative(x) ? -magnitude : magnitude;
    }

    /// <summary>1 / (1 + e^(−x)).</summary>
    public float Sigma(float x)
    {
        if (float.IsNaN(x))
        {
            return x;
        }

        float a = Math.Abs(x);
        float bounded = Math.Min(a, Farthest);
        float n = -MathF.Round((float)(bounded * LogarithmOfE), MidpointRounding.ToEven);
        float f = arithmetic.MultiplyAdd(n, -LogTwoHigh, -bounded);
        f = arithmetic.MultiplyAdd(n, -LogTwoLow, f);
        float falling = a >= Farthest ? 0 : arithmetic.Exp2(f * LogarithmOfE) * arithmetic.Exp2(n);
        return (x >= 0 ? 1 : falling) / (1 + falling);
    }

    private static float Relu(float x) => x <= 0 ? 0 : x;

    private static float Gated(float x, float share) => share == 0 ? -0f : x * share;

    private float Polynomial(float[] coefficients, float x) => coefficients.Skip(1).Aggregate(coefficients[0], (sum, coefficient) => arithmetic.MultiplyAdd(sum, x, coefficient));
}
