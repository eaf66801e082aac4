using System.Globalization;
using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Planning;

/// <summary>The plan in words, as the remarks of the emitted members show it.</summary>
internal static class PlanWords
{
    public static IEnumerable<string> Of(AttentionPlan plan)
    {
        yield return Shape(plan.Spec);
        if (plan.Tiny is { } tiny)
        {
            yield return Tiny(plan, tiny);
        }

        yield return $"{(plan.Tiny is null ? "Query" : "Elsewhere query")} rows in blocks of {plan.QueryBlock}, each row a vector lane; keys in tiles of {AttentionPlan.KeyTile}, normalized in one pass.";
        yield return "Register tiles, keys × vectors of rows: " + string.Join(", ", plan.Tiles.Select(static tile => $"{tile.Block.Columns} × {tile.Block.Vectors} at {tile.Width.Bits} bits")) + ".";
        if (plan.ChunksQueries || plan.ChunksValues)
        {
            yield return $"The head is too wide for scratch: {plan.QueryChunk} query and {plan.ValueChunk} value dimensions at a time, which costs a pass over the keys for every {plan.ValueChunk} value dimensions.";
        }

        yield return $"Scratch: {Number(plan.StackBytes)} bytes of stack{(plan.Facts.AllowUnsafe ? "" : ", cleared by the runtime at every call unless the project allows unsafe blocks")}; nothing is allocated.";
    }

    private static string Shape(AttentionSpec spec)
    {
        string heads = spec.Heads == 1 ? $"One head of {Dims(spec)}" : $"{spec.Heads} heads of {Dims(spec)}";
        string shared = spec.KeyValueHeads == spec.Heads ? "" : $", {spec.KeyValueHeads} key/value heads, each shared by {spec.Heads / spec.KeyValueHeads}";
        return $"{heads}{shared}; {Tokens(spec.QueryLength)} query and {Tokens(spec.KeyLength)} key tokens{(spec.Causal ? ", causal" : "")}.";
    }

    private static string Tiny(AttentionPlan plan, TinyPlan tiny)
    {
        string counted = plan.Spec.Kind == AttentionKind.Attention ? " without keyCount and logSumExp" : "";
        return $"Forward{counted} is tiny: the scores of a head are {tiny.Products} multiply-adds, less work than loops over tiles would be. A straight line instead, every row a lane of {Vectors(tiny)}, without scratch.";
    }

    private static string Vectors(TinyPlan tiny) => string.Join(" or ", tiny.Widths.Select(width => tiny.Of(width).Count() == 1 ? $"one vector of {width.Bits} bits" : $"{tiny.Of(width).Count()} vectors of {width.Bits}"));

    private static string Dims(AttentionSpec spec) => spec.HeadDim == spec.ValueDim ? $"{spec.HeadDim}" : $"{spec.HeadDim} (values {spec.ValueDim})";

    private static string Tokens(int length) => length == 0 ? "any number of" : Number(length);

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
