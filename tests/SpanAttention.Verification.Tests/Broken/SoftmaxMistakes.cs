using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Exponentials, maxima, sums, and how they are carried on.</summary>
internal static class SoftmaxMistakes
{
    private static readonly PlainAttention Plain = new(Shapes.Plain);
    private static readonly FlashAttention Tiles = new(Shapes.Plain);

    public static IReadOnlyDictionary<string, Mistake> All { get; } = new Dictionary<string, Mistake>
    {
        ["no maximum is subtracted"] = Mistake.Of(Plain with { Maximum = static (_, _) => 0 }, "RowsSumToOne", "ShiftOfScoresChangesNothing"),
        ["the minimum is subtracted"] = Mistake.Of(Plain with { Maximum = static (logits, _) => logits.Where(float.IsFinite).DefaultIfEmpty(float.NegativeInfinity).Min() }, "RowsSumToOne"),
        ["the maximum is 0 at least"] = Mistake.Of(Plain with { Maximum = static (logits, _) => MathF.Max(logits.Max(), 0) }, "RowsSumToOne"),
        ["the maximum begins at −5 · 10⁴ (flashinfer#4401)"] = Mistake.Of(Tiles with { First = -5e4f }, "RowsSumToOne"),
        ["the maximum begins at −10³⁰ less a little"] = Mistake.Of(Tiles with { First = -9e29f }, "RowsSumToOne"),
        ["the sum is not rescaled"] = Mistake.Of(Tiles with { Rescale = static (_, _) => 1 }, "WithinErrorBound"),
        ["contexts are not rescaled"] = Mistake.Of(Tiles with { RescaleContext = static (from, _) => float.IsNegativeInfinity(from) ? 0 : 1 }, "RowsSumToOne"),
        ["rescaled only where the maximum rises by 8"] = Mistake.Of(Tiles with { RescaleContext = static (from, to) => float.IsNegativeInfinity(from) ? 0 : to - from < 8 ? 1 : MathF.Exp(from - to) }, "RowsSumToOne"),
        ["the last of more than 4 tiles is lost"] = Mistake.Of(Tiles with { Tiles = static (keys, tile) => ((keys + tile - 1) / tile) is var all && all > 4 ? all - 1 : all }, "WithinErrorBound"),
        ["10⁻⁶ is added to the sum"] = Mistake.Of(Tiles with { Epsilon = 3e-5f }, "RowsSumToOne"),
        ["the sum leaves the last key out"] = Mistake.Of(Plain with { Sum = static (exponentials, sink) => exponentials.Length == 1 ? exponentials[0] : exponentials[..^1].Sum() + sink }, "RowsSumToOne"),
        ["the sum is the number of keys"] = Mistake.Of(Plain with { Sum = static (exponentials, _) => exponentials.Length }, "RowsSumToOne"),
        ["exponentials are not divided"] = Mistake.Of(Plain with { Sum = static (_, _) => 1 }, "RowsSumToOne"),
        ["sums of squares"] = Mistake.Of(Plain with { Sum = static (exponentials, sink) => MathF.Sqrt(exponentials.Sum(static number => number * number)) + sink }, "RowsSumToOne"),
        ["an exponential that is 2 · 10⁻⁵ off"] = Mistake.Of(Plain with { Exp = static number => MathF.Exp(number) * (1 + (2e-5f * MathF.Sin(7 * number))) }, "WithinErrorBound"),
        ["an exponential that is a fifth too large below e⁻⁹"] = Mistake.Of(Plain with { Exp = static number => number < -9 ? 1.2f * MathF.Exp(number) : MathF.Exp(number) }, "WithinErrorBound"),
        ["what is small beside the sum is not added to it"] = Mistake.Of(Plain with { Sum = static (exponentials, sink) => exponentials.OrderDescending().Aggregate(sink, static (sum, number) => number < 1e-4f * sum ? sum : sum + number) }, "RowsSumToOne"),
        ["equal keys count once"] = Mistake.Around(Shapes.Plain with { HeadDim = 16 }, static right => (in operands, destination) => right(operands with { Key = Distinct(operands, operands.Key), Value = Distinct(operands, operands.Value) }, destination), "WithinErrorBound"),
        ["an exponential of a few bits"] = Mistake.Of(Plain with { Exp = Schraudolph }, "WithinErrorBound"),
        ["an exponential to base 2"] = Mistake.Of(Plain with { Exp = static number => MathF.Pow(2, number) }, "WithinErrorBound"),
        ["exponentials end at e⁻¹⁰"] = Mistake.Of(Plain with { Exp = static number => number < -10 ? 0 : MathF.Exp(number) }, "WithinErrorBound"),
        ["exponentials never go below e⁻²⁰"] = Mistake.Of(Plain with { Exp = static number => float.IsNegativeInfinity(number) ? 0 : MathF.Exp(MathF.Max(number, -8)) }, "WithinErrorBound"),
        ["small weights are dropped"] = Mistake.Of(Plain with { Weight = static weight => weight < 1e-3f ? 0 : weight }, "RowsSumToOne"),
        ["weights are clipped"] = Mistake.Of(Plain with { Weight = static weight => MathF.Min(weight, 0.99f) }, "RowsSumToOne"),
        ["scores are clipped to ±50"] = Mistake.Of(Plain with { Logit = static pair => Math.Clamp(pair.Raw * pair.Scale, -50, 50) }, "WithinErrorBound"),
        ["half of the weights are dropped at random"] = Mistake.Of(Plain with { Weight = static weight => Random.Shared.Next(2) == 0 ? 0 : 2 * weight }, "SameCallSameBits", "RowsSumToOne"),
        ["ReLU instead of an exponential"] = Mistake.Of(Plain with { Exp = static number => MathF.Max(number + 1, 0) }, "WithinErrorBound"),
        ["the mean of the values"] = Mistake.Of(Plain with { Logit = static _ => 0 }, "WithinErrorBound"),
        ["the value of the best key"] = Mistake.Of(Plain with { Exp = static number => number == 0 ? 1 : 0 }, "WithinErrorBound"),
        ["values take a part in the weights"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => { right(operands, destination); Clip(destination); }, "LinearInValues", "WithinErrorBound"),
    };

    // Of keys of 16, the first of each.
    private static float[] Distinct(in AttentionOperands operands, ReadOnlySpan<float> tensor)
    {
        List<float> distinct = [];
        for (int key = 0; key < tensor.Length; key += 16)
        {
            bool isFirst = true;
            for (int earlier = 0; earlier < key && isFirst; earlier += 16)
            {
                isFirst = !operands.Key.Slice(earlier, 16).SequenceEqual(operands.Key.Slice(key, 16));
            }

            if (isFirst)
            {
                distinct.AddRange(tensor.Slice(key, 16));
            }
        }

        return [.. distinct];
    }

    // Exponent and fraction at once, 3 % off.
    private static float Schraudolph(float number) => number < -87 ? 0 : BitConverter.Int32BitsToSingle((int)((12102203 * (double)number) + 1064986823));

    private static void Clip(Span<float> numbers)
    {
        foreach (ref float number in numbers)
        {
            number = Math.Clamp(number, -1, 1);
        }
    }
}
