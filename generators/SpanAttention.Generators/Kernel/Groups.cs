using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Kernel;

/// <summary>Layout of scratch: rows in groups of 16, a group's steps (dimensions or keys) one after the other, <c>[group, step, row in group]</c>.</summary>
internal static class Groups
{
    public const string Stride = "RowGroup";

    /// <summary>The steps of a group of queries.</summary>
    public static string QuerySteps(AttentionPlan plan) => plan.QueryChunks?.Name ?? "HeadDim";

    /// <summary>The steps of a group of contexts.</summary>
    public static string ContextSteps(AttentionPlan plan) => plan.ValueChunks?.Name ?? "ValueDim";

    /// <summary>The offset of a row that starts a group, in a tensor of so many steps.</summary>
    public static string Start(string row, string steps) => $"{row} * {steps}";

    /// <summary>The offset of any vector of rows.</summary>
    public static string Vector(VectorWidth width, string row, string steps) => width.Lanes == AttentionPlan.RowGroup
        ? Start(row, steps)
        : $"({Start($"({row} & -RowGroup)", steps)}) + ({row} & (RowGroup - 1))";

    /// <summary>The offset of a tile's vector from the tile's first one: empty for none.</summary>
    public static string OfVector(VectorWidth width, int vector, string steps) => OfVector(width, vector, group => $"{group * AttentionPlan.RowGroup} * {steps}");

    /// <summary>The same with an expression for the offset of a group.</summary>
    public static string OfVector(VectorWidth width, int vector, Func<int, string> ofGroup)
    {
        int rows = vector * width.Lanes;
        int inGroup = rows % AttentionPlan.RowGroup;
        return (rows / AttentionPlan.RowGroup, inGroup) switch
        {
            (0, 0) => "",
            (0, _) => $"{inGroup}",
            (int group, 0) => ofGroup(group),
            (int group, _) => $"{Terms.Of(ofGroup(group))} + {inGroup}",
        };
    }
}
