namespace SpanAttention.Verification;

/// <summary>Activations in double, and how far careful float arithmetic may be from them.</summary>
internal static class ActivationReference
{
    // Of x: exponential, erf or tanh and what is made of them; 1 + erf(x) loses as much where it is near 0.
    private const int Roundings = 32;

    // The steepest slope of x · Φ(x) is 1.129, at √2; of x · σ(x) 1.0998, at 2.4.
    private const double SteepestSlope = 1.13;

    /// <summary>f of every number.</summary>
    public static Tracked Of(Activation activation, Tracked numbers, Precision precision)
    {
        Tracked results = new(numbers.Values.Length);
        for (int index = 0; index < results.Values.Length; index++)
        {
            double error = numbers.Errors[index];
            double largest = Math.Abs(numbers.Values[index]) + error;
            results.Values[index] = Value(activation, numbers.Values[index]);
            results.Errors[index] = (Slope(activation, largest) * error) + OwnError(activation, largest, precision);
        }

        return results;
    }

    private static double Value(Activation activation, double x) => activation switch
    {
        Activation.None => x,
        Activation.Relu => Math.Max(x, 0),
        Activation.ReluSquared => Math.Max(x, 0) * Math.Max(x, 0),
        Activation.Gelu => x * (1 + ErrorFunction.Of(x / Math.Sqrt(2))) / 2,
        Activation.GeluTanh => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) / 2,
        Activation.QuickGelu => x / (1 + Math.Exp(-1.702 * x)),
        Activation.Silu => x / (1 + Math.Exp(-x)),
        _ => Math.Tanh(x),
    };

    private static double Slope(Activation activation, double largest) => activation switch
    {
        Activation.None or Activation.Relu or Activation.Tanh => 1,
        Activation.ReluSquared => 2 * largest,
        _ => SteepestSlope,
    };

    private static double OwnError(Activation activation, double largest, Precision precision) => activation switch
    {
        Activation.None or Activation.Relu => 0,
        Activation.ReluSquared => ((Precision.Float + precision.Stored) * largest * largest) + precision.Spacing,
        _ => (((Roundings * Precision.Float) + (4 * precision.Stored)) * largest) + (4 * precision.Spacing),
    };
}
