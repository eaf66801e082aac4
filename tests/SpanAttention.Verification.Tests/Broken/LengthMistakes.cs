using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Right for few tokens.</summary>
internal static class LengthMistakes
{
    private static readonly PlainAttention Plain = new(Shapes.Plain);
    private static readonly AttentionRoutine Wide = AttentionRoutine.Of<WideGrouped>();

    public static IReadOnlyDictionary<string, Mistake> All { get; } = new Dictionary<string, Mistake>
    {
        ["keys from 131 on are left out"] = Mistake.Of(Plain with { Keys = static keys => Math.Min(keys, 131) }, "WithinErrorBound"),
        ["keys from 1,024 on are left out"] = Mistake.Of(Plain with { Keys = static keys => Math.Min(keys, 1024) }, "WithinErrorBound"),
        ["the last key is left out of an odd number"] = Mistake.Of(Plain with { Keys = static keys => keys == 1 ? 1 : keys / 2 * 2 }, "WithinErrorBound"),
        ["the rest of a tile of 64 is left out"] = Mistake.Of(Plain with { Keys = static keys => keys < 64 ? keys : keys / 64 * 64 }, "WithinErrorBound"),
        ["keys are counted in a byte"] = Mistake.Of(Plain with { Keys = static keys => keys == 256 ? 256 : keys & 255 | (keys < 256 ? 0 : 1) }, "WithinErrorBound"),
        ["values are found in a ring of 512"] = Mistake.Of(Plain with { ValueOf = static key => key & 511 }, "WithinErrorBound"),
        ["the tail of 8 lanes takes part"] = Mistake.Around(Shapes.Plain with { HeadDim = 1, Heads = 1 }, static _ => static (in operands, destination) => global::Verification.Kernels.UnmaskedTail.Forward(operands.Query, operands.Key, operands.Value, destination), "RowsSumToOne"),
        ["rows from 128 on are zeros"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => { right(operands, destination); destination[Math.Min(destination.Length, 128 * 3)..].Clear(); }, "WithinErrorBound"),
        ["rows from 256 on are not written"] = Mistake.Of(Plain with { Rows = static rows => Math.Min(rows, 256) }, "NothingElseIsWritten"),
        ["blocks of 48 rows forget one"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => { right(operands, destination); Copy(destination, 48, 47, 3); }, "WithinErrorBound"),
        ["a wide shape: keys from 131 on are left out"] = new(Wide with { Forward = static (in operands, destination) => Wide.Forward(Few(operands, 131), destination) }, "WithinErrorBound"),
        ["a wide shape: rows from 128 on are zeros"] = new(Wide with { Forward = static (in operands, destination) => { Wide.Forward(operands, destination); destination[Math.Min(destination.Length, 128 * 32 * 128)..].Clear(); } }, "WithinErrorBound"),
        ["the first key of a window of 4 tiles is lost"] = Mistake.Of(new PlainAttention(Shapes.Plain with { Causal = true, LeftWindow = 255 }) { Sees = static pair => pair.IsVisible && pair.Moved > -255 }, "WithinErrorBound"),
        ["a window of 300 is one of 256"] = Mistake.Of(new PlainAttention(Shapes.Plain with { Causal = true, LeftWindow = 300 }) { Sees = static pair => pair.IsVisible && pair.Moved >= -256 }, "WithinErrorBound"),
        ["keys past 256 have the value of the one before"] = Mistake.Of(Plain with { ValueOf = static key => key > 256 ? key - 1 : key }, "WithinErrorBound"),
        ["keys past 512 have their value in pairs"] = Mistake.Of(Plain with { ValueOf = static key => key >= 512 ? key & ~1 : key }, "WithinErrorBound"),
        ["of a tile of 16 the last key is lost where 4 to 7 are left, past two tiles"] = Mistake.Of(Plain with { Keys = static keys => keys > 34 && keys % 16 is >= 4 and <= 7 ? keys - 1 : keys }, "WithinErrorBound"),
        ["of a group of 8 the last row is lost where 4 or 5 are left, past five groups"] = Mistake.Of(Plain with { Rows = static rows => rows > 40 && rows % 8 is 4 or 5 ? rows - 1 : rows }, "NothingElseIsWritten"),
        ["a wide shape: the last dimension of head 30 in odd rows"] = new(Wide with { Forward = static (in operands, destination) => { Wide.Forward(operands, destination); EveryOther(destination, 32 * 128, (30 * 128) + 127); } }, "WithinErrorBound"),
        ["more queries than keys: those beyond see the first key"] = Mistake.Of(Plain with { Sees = static pair => pair.IsVisible && (pair.Row < pair.KeyLength || pair.Key == 0) }, "WithinErrorBound"),
        ["40 queries or more of as many keys do not see the first"] = Mistake.Of(Plain with { Sees = static pair => pair.IsVisible && (pair.QueryLength != pair.KeyLength || pair.QueryLength < 40 || pair.Key > 0) }, "WithinErrorBound"),
        ["the last element of the last of several rows"] = Mistake.Around(Shapes.Plain with { HeadDim = 9 }, static right => (in operands, destination) => { right(operands, destination); destination[^1] *= operands.Query.Length > 9 ? 0.999f : 1; }, "WithinErrorBound"),
        ["one query is another routine"] = Mistake.Around(Shapes.Plain, static right => (in operands, destination) => { right(operands, destination); destination[0] *= destination.Length == 3 ? 1.001f : 1; }, "WithinErrorBound"),
    };

    private static void EveryOther(Span<float> rows, int width, int place)
    {
        for (int index = width + place; index < rows.Length; index += 2 * width)
        {
            rows[index] *= 1.001f;
        }
    }

    private static void Copy(Span<float> rows, int to, int from, int width)
    {
        if (rows.Length >= (to + 1) * width)
        {
            rows.Slice(from * width, width).CopyTo(rows[(to * width)..]);
        }
    }

    // Of 8 key/value heads of 128.
    private static AttentionOperands Few(in AttentionOperands operands, int keys)
    {
        const int Token = 8 * 128;
        int few = Math.Min(operands.Key.Length, keys * Token);
        return operands with { Key = operands.Key[..few], Value = operands.Value[..few], KeyCount = operands.KeyCount is { } count ? Math.Min(count, keys) : null };
    }
}
