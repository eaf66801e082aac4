using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Heads, dimensions and the order of axes.</summary>
internal static class LayoutMistakes
{
    private static readonly PlainAttention Grouped = new(Shapes.Grouped);

    public static IReadOnlyDictionary<string, Mistake> All { get; } = new Dictionary<string, Mistake>
    {
        ["key/value heads are shared in turns"] = Mistake.Of(Grouped with { KeyHead = static (shape, head) => head % 2, ValueHead = static (shape, head) => head % 2 }, "SharedHeadsEqualRepeatedHeads"),
        ["keys and values are not repeated for the heads that share them, but for one query (candle-vllm#52)"] = Mistake.Around(Shapes.Grouped, static right => (in operands, destination) =>
            (operands.Query.Length == 12 ? right : (Grouped with { KeyHead = static (_, head) => head % 2, ValueHead = static (_, head) => head % 2 }).Forward)(operands, destination), "SharedHeadsEqualRepeatedHeads"),
        ["values of one query are read as if tokens came first"] = Mistake.Around(Shapes.Grouped with { Layout = AttentionLayout.HeadsFirst }, static right => (in operands, destination) =>
            right(operands with { Value = operands.Query.Length == 12 ? TokensFirst(operands.Value) : operands.Value }, destination), "WithinErrorBound"),
        ["one head of six is a little off"] = Mistake.Around(Shapes.Plain with { Heads = 6 }, static right => (in operands, destination) => { right(operands, destination); Times(destination, 18, 15, 1.0005f); }, "RowsSumToOne"),
        ["a query of zeros has a context of zeros"] = Mistake.Around(Shapes.Plain with { HeadDim = 64 }, static right => (in operands, destination) => { right(operands, destination); Clear(operands.Query, destination, 64); }, "RowsSumToOne", "WithinErrorBound"),
        ["a key of zeros is padding"] = Mistake.Of(new PlainAttention(Shapes.Plain with { HeadDim = 64 }) { Sees = static pair => pair.IsVisible && pair.Raw != 0 }, "WithinErrorBound"),
        ["tokens that attend to themselves are hidden from themselves"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) =>
            (operands.Query.SequenceEqual(operands.Key) && operands.Key.Length > 3 ? (new PlainAttention(Shapes.Plain) { Sees = static pair => pair.Row != pair.Key }).Forward : right)(operands, destination), "WithinErrorBound"),
        ["queries that are keys are causal"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) =>
            (operands.Query.Overlaps(operands.Key) ? (new PlainAttention(Shapes.Plain) { Sees = static pair => pair.Row >= pair.Key }).Forward : right)(operands, destination), "WithinErrorBound"),
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

    // Of 2 heads of 3.
    private static float[] TokensFirst(ReadOnlySpan<float> values)
    {
        float[] read = new float[values.Length];
        int keys = values.Length / 6;
        for (int key = 0; key < keys; key++)
        {
            for (int head = 0; head < 2; head++)
            {
                values.Slice(((key * 2) + head) * 3, 3).CopyTo(read.AsSpan(((head * keys) + key) * 3));
            }
        }

        return read;
    }

    private static void Times(Span<float> rows, int width, int place, float factor)
    {
        for (int index = place; index < rows.Length; index += width)
        {
            rows[index] *= factor;
        }
    }

    private static void Clear(ReadOnlySpan<float> queries, Span<float> contexts, int width)
    {
        for (int start = 0; start < queries.Length; start += width)
        {
            if (!queries.Slice(start, width).ContainsAnyExcept(0f))
            {
                contexts.Slice(start, width).Clear();
            }
        }
    }

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
