namespace SpanAttention.Conformance.Tests.References;

/// <summary>Normalization of a token in the canonical order, number by number.</summary>
public sealed class CanonicalNorm(CanonicalArithmetic arithmetic, NormKind kind, float epsilon)
{
    private const int Partial = 16;

    public float[] Apply(float[] token, float[] weight, float[] bias)
    {
        float[] centred = kind == NormKind.LayerNorm ? Centred(token) : token;
        float factor = 1 / MathF.Sqrt((Sum(centred, (x, sum) => arithmetic.MultiplyAdd(x, x, sum)) / token.Length) + epsilon);
        return [.. centred.Select((x, place) => bias.Length == 0 ? x * factor * weight[place] : arithmetic.MultiplyAdd(x * factor, weight[place], bias[place]))];
    }

    private static float[] Centred(float[] token)
    {
        float mean = Sum(token, static (x, sum) => sum + x) / token.Length;
        return [.. token.Select(x => x - mean)];
    }

    // 16 partial sums, folded.
    private static float Sum(float[] numbers, Func<float, float, float> add)
    {
        float[] sums = new float[Partial];
        for (int x = 0; x < numbers.Length; x++)
        {
            sums[x % Partial] = add(numbers[x], sums[x % Partial]);
        }

        for (int half = Partial / 2; half >= 4; half /= 2)
        {
            for (int k = 0; k < half; k++)
            {
                sums[k] += sums[k + half];
            }
        }

        return (sums[0] + sums[2]) + (sums[1] + sums[3]);
    }
}
