using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Scale, soft cap, bias, ALiBi and sinks: each wrong, or in the wrong place.</summary>
internal static class OptionMistakes
{
    private static readonly PlainAttention Plain = new(Shapes.Plain);
    private static readonly PlainAttention Capped = new(Shapes.Capped);
    private static readonly PlainAttention Sloped = new(Shapes.Sloped);
    private static readonly PlainAttention Sunk = new(Shapes.Sunk);
    private static readonly PlainAttention Biased = new(Shapes.Biased);
    private static readonly AttentionShape BiasedByHeads = Shapes.Plain with { Heads = 2, Bias = AttentionBias.HeadQueryKeys };

    public static IReadOnlyDictionary<string, Mistake> All { get; } = new Dictionary<string, Mistake>
    {
        ["scaled by 1 / d"] = Mistake.Of(Plain with { Logit = static pair => pair.Raw / 3 }, "WithinErrorBound"),
        ["not scaled"] = Mistake.Of(Plain with { Logit = static pair => pair.Raw }, "WithinErrorBound"),
        ["scaled twice"] = Mistake.Of(Plain with { Logit = static pair => pair.Raw * pair.Scale * pair.Scale }, "WithinErrorBound"),
        ["a scale of its own is ignored"] = Mistake.Of(new PlainAttention(Shapes.Plain with { Scale = 0.5 }) { Logit = static pair => pair.Raw / MathF.Sqrt(3) }, "WithinErrorBound"),
        ["capped before it is scaled"] = Mistake.Of(Capped with { Logit = static pair => pair.Cap(pair.Raw) * pair.Scale }, "WithinErrorBound"),
        ["capped after it is masked (onnx#7865)"] = Mistake.Of(
            new PlainAttention(Shapes.Masked with { SoftCap = 5 }) { Sees = static pair => pair.Key < pair.Keys, Logit = static pair => pair.Cap((pair.Raw * pair.Scale) + (pair.IsVisible ? 0 : float.NegativeInfinity)) }, "WithinErrorBound"),
        ["what fills the last tile of 64 is capped after it is hidden (llama.cpp#29034)"] = Mistake.Around(Shapes.Capped, static _ => InWholeTiles, "RowsSumToOne", "WithinErrorBound"),
        ["capped by exponentials that overflow (vllm#56579)"] = Mistake.Of(Capped with { Logit = static pair => 5 * TanhOfExponentials(pair.Raw * pair.Scale / 5) }, "WithinErrorBound"),
        ["capped by a rational function"] = Mistake.Of(Capped with { Logit = static pair => 5 * RationalTanh(pair.Raw * pair.Scale / 5) }, "WithinErrorBound"),
        ["biased before it is capped"] = Mistake.Of(new PlainAttention(Shapes.Biased with { SoftCap = 5 }) { Logit = static pair => pair.Cap((pair.Raw * pair.Scale) + pair.Bias) }, "WithinErrorBound"),
        ["cut off instead of capped"] = Mistake.Of(Capped with { Logit = static pair => Math.Clamp(pair.Raw * pair.Scale, -5, 5) }, "WithinErrorBound"),
        ["not capped"] = Mistake.Of(Capped with { Logit = static pair => pair.Raw * pair.Scale }, "WithinErrorBound"),
        ["the cap is not multiplied back"] = Mistake.Of(Capped with { Logit = static pair => MathF.Tanh(pair.Raw * pair.Scale / 5) }, "WithinErrorBound"),
        ["biased before it is scaled"] = Mistake.Of(Biased with { Logit = static pair => (pair.Raw + pair.Bias) * pair.Scale }, "WithinErrorBound"),
        ["the bias is subtracted"] = Mistake.Of(Biased with { Logit = static pair => (pair.Raw * pair.Scale) - pair.Bias }, "WithinErrorBound"),
        ["the bias is of half precision"] = Mistake.Of(Biased with { Logit = static pair => (pair.Raw * pair.Scale) + (float)(Half)pair.Bias }, "WithinErrorBound"),
        ["the first head's bias for all"] = Mistake.Around(BiasedByHeads, static right => (in operands, destination) => right(operands with { Bias = Repeated(operands.Bias) }, destination), "WithinErrorBound"),
        ["a head's bias begins a row after the last one's"] = Mistake.Around(BiasedByHeads, static right => (in operands, destination) => right(operands with { Bias = Overlapping(operands) }, destination), "WithinErrorBound"),
        ["the bias of another head that shares its keys"] = Mistake.Around(BiasedByHeads with { KeyValueHeads = 1 }, static right => (in operands, destination) => right(operands with { Bias = Exchanged(operands.Bias) }, destination), "WithinErrorBound"),
        ["large biases are clipped"] = Mistake.Of(Biased with { Logit = static pair => (pair.Raw * pair.Scale) + Math.Clamp(pair.Bias, -80, 80) }, "WithinErrorBound"),
        ["slopes as if heads were a power of two (ggml#143)"] = Mistake.Of(Sloped with { Logit = static pair => (pair.Raw * pair.Scale) - (MathF.Pow(2, -8f * (pair.Head + 1) / 6) * Math.Abs(pair.Moved)) }, "WithinErrorBound"),
        ["slopes begin at head 0"] = Mistake.Of(Sloped with { Logit = static pair => (pair.Raw * pair.Scale) - (2 * pair.Distance) }, "WithinErrorBound"),
        ["distances are added"] = Mistake.Of(Sloped with { Logit = static pair => (pair.Raw * pair.Scale) + pair.Distance }, "WithinErrorBound"),
        ["distances have a sign"] = Mistake.Of(Sloped with { Logit = static pair => (pair.Raw * pair.Scale) + (pair.Slope * pair.Moved) }, "WithinErrorBound"),
        ["distances are from the row, not its position"] = Mistake.Of(Sloped with { Logit = static pair => (pair.Raw * pair.Scale) - (pair.Slope * Math.Abs(pair.Key - pair.Row)) }, "WithinErrorBound"),
        ["distances are scaled"] = Mistake.Of(Sloped with { Logit = static pair => (pair.Raw - pair.Distance) * pair.Scale }, "WithinErrorBound"),
        ["the last head's slope"] = Mistake.Of(Sloped with { Logit = static pair => (pair.Raw * pair.Scale) - (pair.Distance * (pair.Head == 5 ? 1.01f : 1)) }, "WithinErrorBound"),
        ["distances end at 255"] = Mistake.Of(Sloped with { Logit = static pair => (pair.Raw * pair.Scale) - (pair.Slope * Math.Min(Math.Abs(pair.Moved), 255)) }, "WithinErrorBound"),
        ["distances do not know padding"] = Mistake.Of(Sloped with { Logit = static pair => (pair.Raw * pair.Scale) - (pair.Slope * Math.Abs(pair.Key - (pair.Row + pair.KeyLength - pair.QueryLength))) }, "PaddingIsIgnored"),
        ["sinks are in the sum twice"] = Mistake.Of(Sunk with { Sum = static (exponentials, sink) => exponentials.Sum() + (2 * sink) }, "WithinErrorBound"),
        ["a single key knows no sink"] = Mistake.Of(Sunk with { Sum = static (exponentials, sink) => exponentials.Sum() + (exponentials.Length == 1 ? 0 : sink) }, "WithinErrorBound"),
        ["one query knows no sink (sglang#30050)"] = Mistake.Around(Shapes.Sunk, static right => (in operands, destination) => right(operands with { Sinks = operands.Query.Length == 6 ? new[] { float.NegativeInfinity, float.NegativeInfinity } : operands.Sinks }, destination), "WithinErrorBound"),
        ["no sinks"] = Mistake.Of(Sunk with { Sink = static _ => float.NegativeInfinity }, "WithinErrorBound"),
        ["sinks of the wrong sign"] = Mistake.Of(Sunk with { Sink = static sink => -sink }, "WithinErrorBound"),
        ["the maximum is the sink"] = Mistake.Of(Sunk with { Maximum = static (_, sink) => sink }, "WithinErrorBound"),
        ["sinks are in the sum of every tile"] = Mistake.Of(new FlashAttention(Shapes.Sunk) { SinkInEveryTile = true }, "WithinErrorBound"),
        ["the first head's sink for all"] = Mistake.Around(Shapes.Sunk, static right => (in operands, destination) => right(operands with { Sinks = new[] { operands.Sinks[0], operands.Sinks[0] } }, destination), "WithinErrorBound"),
        ["sinks are clipped to ±20"] = Mistake.Of(Sunk with { Sink = static sink => Math.Clamp(sink, -20, 20) }, "WithinErrorBound"),
    };

    // Keys that are none have a score of −∞, which the cap makes −5.
    private static void InWholeTiles(in AttentionOperands operands, Span<float> destination)
    {
        int keys = operands.Key.Length / 3;
        float[] key = new float[(keys + 63) / 64 * 64 * 3];
        float[] value = new float[key.Length];
        operands.Key.CopyTo(key);
        operands.Value.CopyTo(value);
        (Capped with { Logit = pair => pair.Cap(pair.Key < keys ? pair.Raw * pair.Scale : float.NegativeInfinity) }).Forward(operands with { Key = key, Value = value }, destination);
    }

    // ∞ / ∞ from e⁸⁹ on.
    private static float TanhOfExponentials(float number) => (MathF.Exp(number) - MathF.Exp(-number)) / (MathF.Exp(number) + MathF.Exp(-number));

    // 2 % off at most.
    private static float RationalTanh(float number) => MathF.Abs(number) > 3 ? MathF.Sign(number) : number * (27 + (number * number)) / (27 + (9 * number * number));

    // Of two heads of 3: the second one's rows, from the second row of the first on.
    private static float[] Overlapping(in AttentionOperands operands)
    {
        float[] bias = operands.Bias.ToArray();
        int head = bias.Length / 2;
        int keys = operands.Key.Length / 6;
        return [.. bias[..head], .. bias[keys..(keys + head)]];
    }

    private static float[] Exchanged(ReadOnlySpan<float> bias) => [.. bias[(bias.Length / 2)..], .. bias[..(bias.Length / 2)]];

    private static float[] Repeated(ReadOnlySpan<float> bias)
    {
        float[] first = bias[..(bias.Length / 2)].ToArray();
        return [.. first, .. first];
    }
}
