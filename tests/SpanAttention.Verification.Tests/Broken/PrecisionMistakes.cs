using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Fewer bits than a float has, by routines that declare no shorter numbers.</summary>
internal static class PrecisionMistakes
{
    private static readonly PlainAttention Plain = new(Shapes.Plain);

    public static IReadOnlyDictionary<string, Mistake> All { get; } = new Dictionary<string, Mistake>
    {
        ["weights are BFloat16"] = Mistake.Of(Plain with { Weight = Short.BFloat16 }, "WithinErrorBound"),
        ["weights are Half"] = Mistake.Of(Plain with { Weight = static weight => (float)(Half)weight }, "WithinErrorBound"),
        ["contexts are summed in Half"] = Mistake.Of(Plain with { Partial = static sum => (float)(Half)sum }, "WithinErrorBound"),
        ["contexts are summed in BFloat16"] = Mistake.Of(Plain with { Partial = Short.BFloat16 }, "WithinErrorBound"),
        ["scores are Half"] = Mistake.Of(Plain with { Logit = static pair => (float)(Half)(pair.Raw * pair.Scale) }, "WithinErrorBound"),
        ["scores are TF32"] = Mistake.Of(Plain with { Logit = static pair => Short.Of(pair.Raw * pair.Scale, 11) }, "WithinErrorBound"),
        ["exponentials of 12 bits"] = Mistake.Of(Plain with { Exp = static number => Short.Of(MathF.Exp(number), 12) }, "WithinErrorBound"),
        ["the reciprocal of the sum is of 12 bits"] = Mistake.Of(Plain with { Sum = static (exponentials, sink) => 1 / Short.Of(1 / (exponentials.Sum() + sink), 12) }, "RowsSumToOne"),
        ["keys are of 8 bits"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => right(operands with { Key = Short.Of(operands.Key, 8) }, destination), "WithinErrorBound"),
        ["values are of 8 bits"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => right(operands with { Value = Short.Of(operands.Value, 8) }, destination), "WithinErrorBound"),
        ["subnormals count as 0, which is not declared"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => right(operands with { Value = Short.Flushed(operands.Value) }, destination), "WithinErrorBound"),
        ["the sum of exponentials is of 16 bits"] = Mistake.Of(Plain with { Sum = static (exponentials, sink) => exponentials.Aggregate(sink, static (sum, number) => Short.Of(sum + number, 16)) }, "RowsSumToOne"),
        ["contexts are summed in 16 bits"] = Mistake.Of(Plain with { Partial = static sum => Short.Of(sum, 16) }, "WithinErrorBound"),
        ["values of NaN become 0"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => right(operands with { Value = NumbersOnly(operands.Value) }, destination), "VisibleInfinitiesArrive"),
        ["infinite values become large, with biases"] = Mistake.Around(Shapes.Biased, static right => (in operands, destination) => right(operands with { Value = FiniteOnly(operands.Value) }, destination), "VisibleInfinitiesArrive"),
        ["NaN becomes 0"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => { right(operands, destination); Finite(destination); }, "VisibleInfinitiesArrive"),
        ["BFloat16 that is declared, without the scale"] = new(
            new AttentionRoutine { Shape = Shapes.Plain, UnitRoundoff = 1.0 / 256, DividesByOwnSum = false, Forward = (Plain with { Weight = Short.BFloat16, Logit = static pair => pair.Raw }).Forward }, "WithinErrorBound"),
    };

    private static float[] NumbersOnly(ReadOnlySpan<float> numbers) => Array.ConvertAll(numbers.ToArray(), static number => float.IsNaN(number) ? 0 : number);

    private static float[] FiniteOnly(ReadOnlySpan<float> numbers) => Array.ConvertAll(numbers.ToArray(), static number => float.IsInfinity(number) ? MathF.CopySign(1e30f, number) : number);

    private static void Finite(Span<float> numbers)
    {
        foreach (ref float number in numbers)
        {
            number = float.IsFinite(number) ? number : 0;
        }
    }
}
