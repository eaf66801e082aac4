namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>Normalization of tokens as plain float loops. Some steps can be replaced by mistakes.</summary>
internal sealed record ScalarNorm(NormKind Kind, float Epsilon)
{
    /// <summary>What a token is multiplied by, of its mean square and the epsilon.</summary>
    public Func<float, float, float> Root { get; init; } = static (mean, epsilon) => 1 / MathF.Sqrt(mean + epsilon);

    /// <summary>The mean of a sum of squares.</summary>
    public Func<float, int, float> Mean { get; init; } = static (sum, length) => sum / length;

    public float[] Apply(float[] tokens, float[] weight, float[] bias) => [.. tokens.Chunk(weight.Length).SelectMany(token => ApplyToken(token, weight, bias))];

    private IEnumerable<float> ApplyToken(float[] token, float[] weight, float[] bias)
    {
        float mean = Kind == NormKind.LayerNorm ? token.Sum() / token.Length : 0;
        float[] centred = Array.ConvertAll(token, number => number - mean);
        float factor = Root(Mean(Squares(centred), token.Length), Epsilon);
        return centred.Select((number, x) => (number * factor * weight[x]) + (bias.Length > 0 ? bias[x] : 0));
    }

    private static float Squares(float[] numbers)
    {
        float sum = 0;
        foreach (float number in numbers)
        {
            sum += number * number;
        }

        return sum;
    }
}
