using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Tokens that attend to themselves: queries, keys and values in one tensor.</summary>
internal static class SelfMistakes
{
    private static readonly AttentionShape Soft = new() { HeadDim = 3, SelfAttention = true };
    private static readonly PlainAttention BySoftmax = new(Soft);
    private static readonly PlainSelf BySum = new(Shapes.SelfBySum);

    public static IReadOnlyDictionary<string, Mistake> All { get; } = new Dictionary<string, Mistake>
    {
        ["scaled by 1 / √d"] = Of(BySoftmax with { Logit = static pair => pair.Raw / MathF.Sqrt(3) }, "WithinErrorBound"),
        ["a token does not see itself"] = Of(BySoftmax with { Sees = static pair => pair.Key != pair.Row || pair.KeyLength == 1 }, "WithinErrorBound"),
        ["no maximum is subtracted"] = Of(BySoftmax with { Maximum = static (_, _) => 0 }, "RowsSumToOne", "WithinErrorBound"),
        ["a token sees those before it"] = Of(BySoftmax with { Sees = static pair => pair.Key <= pair.Row }, "QueriesAreEquivariant", "WithinErrorBound"),
        ["tokens are copied as far as the first 256 go"] = Of(BySoftmax with { ValueOf = static key => key & 255 }, "WithinErrorBound"),
        ["tokens are written where the call was to read them"] = new(
            new AttentionRoutine { Shape = Soft, Forward = static (in operands, destination) => { BySoftmax.Forward(operands, destination); System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(operands.Value), 1)[0] += 1; } }, "InputsAreNotWritten"),
        ["softmax instead of the sum"] = new(new AttentionRoutine { Shape = Shapes.SelfBySum, Forward = BySoftmax.Forward }, "WithinErrorBound"),
        ["the sum of magnitudes"] = Of(BySum with { Sum = static scores => scores.Sum(Math.Abs) }, "RowsSumToOne", "WeightsWithinErrorBound"),
        ["negative scores count as 0"] = Of(BySum with { Score = static score => MathF.Max(score, 0) }, "WeightsWithinErrorBound"),
        ["the sum is 10⁻³ larger"] = Of(BySum with { Sum = static scores => scores.Sum() + 1e-3f }, "RowsSumToOne"),
        ["a row whose scores are 0 is NaN"] = Of(BySum with { Empty = float.NaN }, "WeightsWithinErrorBound", "WithinErrorBound"),
        ["a row whose scores are 0 is a mean"] = Of(BySum with { Empty = 1 }, "WeightsWithinErrorBound"),
        ["the last token of many does not see the first"] = Of(BySum with { Sees = static (token, other) => token < 200 || other > 0 }, "WeightsWithinErrorBound"),
    };

    private static Mistake Of(PlainAttention kernel, params string[] properties) => new(new AttentionRoutine { Shape = Soft, Forward = kernel.Forward, Weights = kernel.Weights }, properties);

    private static Mistake Of(PlainSelf kernel, params string[] properties) => new(kernel.Routine, properties);
}
