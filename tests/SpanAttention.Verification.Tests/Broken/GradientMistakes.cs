namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Gradients of a routine whose contexts are right.</summary>
internal static class GradientMistakes
{
    private static readonly AttentionRoutine Plain = AttentionRoutine.Of<Learning>();
    private static readonly AttentionRoutine EveryOption = AttentionRoutine.Of<EveryOptionLearning>();

    public static IReadOnlyDictionary<string, Mistake> All { get; } = new Dictionary<string, Mistake>
    {
        ["gradients of queries are not scaled"] = After(Plain, static (_, in gradients) => Times(gradients.Query, 2)),
        ["gradients of keys are not scaled"] = After(Plain, static (_, in gradients) => Times(gradients.Key, 2)),
        ["gradients of values are off by a thousandth"] = After(Plain, static (_, in gradients) => Times(gradients.Value, 1.001f)),
        ["the last element of a gradient is not written"] = After(Plain, static (_, in gradients) => gradients.Value[^1] = float.NaN),
        ["the last token has the key gradient of the first"] = After(Plain, static (_, in gradients) => gradients.Key[..8].CopyTo(gradients.Key[^8..])),
        ["gradients of biases are those behind the soft cap"] = After(EveryOption, static (_, in gradients) => Times(gradients.Bias, 0.75f)),
        ["gradients of sinks have the other sign"] = After(EveryOption, static (_, in gradients) => Times(gradients.Sinks, -1)),
        ["gradients of what is hidden are NaN"] = After(EveryOption, static (operands, in gradients) => gradients.Bias[^1] = operands.Mask[^1] ? gradients.Bias[^1] : float.NaN),
        ["gradients know what is hidden"] = After(Plain, static (operands, in gradients) => gradients.Query[0] += 0 * operands.Key[^1] * (operands.Key.Length > operands.Query.Length ? 0 : 1)),
        ["delta is left out"] = new(Plain with { Backward = static (in operands, context, logSumExp, contextGradient, in gradients) => Plain.Backward!(operands, new float[context.Length], logSumExp, contextGradient, gradients) }, nameof(GradientsAreSlopes)),
        ["logSumExp is to base 2"] = new(Plain with { Backward = static (in operands, context, logSumExp, contextGradient, in gradients) => Plain.Backward!(operands, context, Binary(logSumExp), contextGradient, gradients) }, nameof(GradientsAreSlopes)),
    };

    private delegate void Change(AttentionOperands operands, in AttentionGradients gradients);

    private static Mistake After(AttentionRoutine routine, Change change) => new(
        routine with
        {
            Backward = (in operands, context, logSumExp, contextGradient, in gradients) =>
            {
                routine.Backward!(operands, context, logSumExp, contextGradient, gradients);
                change(operands, gradients);
            },
        },
        nameof(GradientsAreSlopes));

    private static void Times(Span<float> numbers, float factor)
    {
        foreach (ref float number in numbers)
        {
            number *= factor;
        }
    }

    private static float[] Binary(ReadOnlySpan<float> numbers) => Array.ConvertAll(numbers.ToArray(), static number => number * 1.442695f);
}
