using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Heads, dimensions and the order of axes.</summary>
internal static class LayoutMistakes
{
    private static readonly PlainAttention Grouped = new(Shapes.Grouped);

    public static IReadOnlyDictionary<string, Mistake> All { get; } = new Dictionary<string, Mistake>
    {
        ["key/value heads are shared in turns"] = Mistake.Of(Grouped with { KeyHead = static (shape, head) => head % 2, ValueHead = static (shape, head) => head % 2 }, "SharedHeadsEqualRepeatedHeads"),
        ["values are shared in turns"] = Mistake.Of(Grouped with { ValueHead = static (shape, head) => head % 2 }, "SharedHeadsEqualRepeatedHeads"),
        ["all heads use the first key head"] = Mistake.Of(Grouped with { KeyHead = static (_, _) => 0 }, "WithinErrorBound"),
        ["heads are read as if they came first"] = new(new AttentionRoutine { Shape = Shapes.Grouped, Forward = new PlainAttention(Shapes.Grouped with { Layout = AttentionLayout.HeadsFirst }).Forward }, "WithinErrorBound"),
        ["tokens are read as if they came first"] = new(new AttentionRoutine { Shape = Shapes.Grouped with { Layout = AttentionLayout.HeadsFirst }, Forward = new PlainAttention(Shapes.Grouped).Forward }, "WithinErrorBound"),
        ["heads are written in reverse"] = Mistake.Around(Shapes.Grouped, static right => (in operands, destination) => { right(operands, destination); ReverseHeads(destination); }, "WithinErrorBound"),
        ["the fifth head is the first"] = Mistake.Of(new PlainAttention(Shapes.Plain with { Heads = 5 }) { KeyHead = static (_, head) => head & 3 }, "WithinErrorBound"),
        ["dimensions after the last four are left out"] = Mistake.Of(new PlainAttention(Shapes.Plain with { HeadDim = 7 }) { Logit = static pair => pair.RawTail * pair.Scale }, "WithinErrorBound"),
        ["values are as wide as keys"] = Mistake.Of(new PlainAttention(Shapes.Plain with { ValueDim = 5 }) { ValueDim = static dim => Math.Min(dim, 3) }, "RowsSumToOne"),
        ["the last element of a value is left out"] = Mistake.Of(new PlainAttention(Shapes.Plain with { ValueDim = 9 }) { ValueDim = static dim => 8 }, "RowsSumToOne"),
        ["keys and values change places"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => right(operands with { Key = operands.Value, Value = operands.Key }, destination), "LinearInValues", "WithinErrorBound"),
        ["values one key on"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => right(operands with { Value = Rotated(operands.Value) }, destination), "WithinErrorBound"),
        ["rows in reverse"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => { right(operands, destination); ReverseRows(destination); }, "WithinErrorBound"),
        ["a query knows the last one"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => { right(operands, destination); destination[0] += operands.Query[^1] / 1000; }, "QueriesDoNotKnowEachOther"),
    };

    // Of 4 heads of 3.
    private static void ReverseHeads(Span<float> tokens)
    {
        for (int start = 0; start < tokens.Length; start += 12)
        {
            float[] token = tokens.Slice(start, 12).ToArray();
            for (int head = 0; head < 4; head++)
            {
                token.AsSpan(head * 3, 3).CopyTo(tokens[(start + ((3 - head) * 3))..]);
            }
        }
    }

    private static void ReverseRows(Span<float> rows)
    {
        float[] all = rows.ToArray();
        for (int start = 0; start < all.Length; start += 3)
        {
            all.AsSpan(start, 3).CopyTo(rows[(all.Length - 3 - start)..]);
        }
    }

    private static float[] Rotated(ReadOnlySpan<float> values) => [.. values[3..], .. values[..3]];
}
