namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>Steps of layers as plain float loops.</summary>
internal static class PlainSteps
{
    public static float[] Project(ReadOnlySpan<float> input, float[] weights, float[] bias, int outputs, WeightLayout layout)
    {
        float[] result = new float[outputs];
        for (int output = 0; output < outputs; output++)
        {
            float sum = bias.Length > 0 ? bias[output] : 0;
            for (int x = 0; x < input.Length; x++)
            {
                sum += input[x] * weights[layout == WeightLayout.OutputByInput ? (output * input.Length) + x : (x * outputs) + output];
            }

            result[output] = sum;
        }

        return result;
    }

    public static float Activate(Activation activation, float x) => activation switch
    {
        Activation.None => x,
        Activation.Relu => MathF.Max(x, 0),
        Activation.ReluSquared => MathF.Max(x, 0) * MathF.Max(x, 0),
        Activation.Gelu => x * (1 + Erf(x / MathF.Sqrt(2))) / 2,
        Activation.GeluTanh => x * (1 + MathF.Tanh(MathF.Sqrt(2 / MathF.PI) * (x + (0.044715f * x * x * x)))) / 2,
        Activation.QuickGelu => x / (1 + MathF.Exp(-1.702f * x)),
        Activation.Silu => x / (1 + MathF.Exp(-x)),
        _ => MathF.Tanh(x),
    };

    public static float[] Activate(Activation activation, float[] numbers) => Array.ConvertAll(numbers, number => Activate(activation, number));

    public static float[] Add(float[] numbers, float[] others) => [.. numbers.Zip(others, static (number, other) => number + other)];

    // Abramowitz and Stegun, 7.1.26: within 1.5e-7.
    private static float Erf(float x)
    {
        float t = 1 / (1 + (0.3275911f * MathF.Abs(x)));
        float series = t * (0.254829592f + (t * (-0.284496736f + (t * (1.421413741f + (t * (-1.453152027f + (t * 1.061405429f))))))));
        return MathF.CopySign(1 - (series * MathF.Exp(-x * x)), x);
    }
}
