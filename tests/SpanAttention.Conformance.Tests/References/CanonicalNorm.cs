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

    /// <summary>Gradients of a token from those of what it became; those of weight and bias are added to.</summary>
    public float[] Backward(float[] token, float[] weight, float[] slopes, float[] weightGradient, float[] biasGradient)
    {
        bool centres = kind == NormKind.LayerNorm;
        float[] centred = centres ? Centred(token) : token;
        float factor = 1 / MathF.Sqrt((Sum(centred, (x, sum) => arithmetic.MultiplyAdd(x, x, sum)) / token.Length) + epsilon);
        for (int x = 0; x < biasGradient.Length; x++)
        {
            biasGradient[x] += slopes[x];
        }

        return Backward(arithmetic, centred, weight, factor, slopes, weightGradient, centres);
    }

    /// <summary>The same for a token that is multiplied by a factor.</summary>
    public static float[] Backward(CanonicalArithmetic arithmetic, float[] token, float[] weight, float factor, float[] slopes, float[] weightGradient, bool centres)
    {
        int[] places = [.. Enumerable.Range(0, token.Length)];
        float[] normalized = [.. token.Select(x => x * factor)];
        foreach (int x in places)
        {
            weightGradient[x] = arithmetic.MultiplyAdd(slopes[x], normalized[x], weightGradient[x]);
        }

        float mean = centres ? Sum(places, (x, sum) => arithmetic.MultiplyAdd(slopes[x], weight[x], sum)) / token.Length : 0;
        float along = Sum(places, (x, sum) => arithmetic.MultiplyAdd(slopes[x] * weight[x], normalized[x], sum)) / token.Length;
        return [.. places.Select(x => arithmetic.MultiplyAdd(-normalized[x], along, (float)(slopes[x] * weight[x]) - mean) * factor)];
    }

    private static float[] Centred(float[] token)
    {
        float mean = Sum(token, static (x, sum) => sum + x) / token.Length;
        return [.. token.Select(x => x - mean)];
    }

    // 16 partial sums, folded.
    private static float Sum<T>(T[] numbers, Func<T, float, float> add)
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
