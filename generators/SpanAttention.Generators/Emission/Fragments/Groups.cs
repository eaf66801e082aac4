using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Where things lie in scratch: rows in groups of 16, a group's steps (dimensions or keys) one after the other, <c>[group, step, row in group]</c>.</summary>
internal static class Groups
{
    public const string Stride = "RowGroup";

    /// <summary>The offset of a row that starts a group, in a tensor of so many steps.</summary>
    public static string Start(string row, string steps) => $"{row} * {steps}";

    /// <summary>The offset of any vector of rows.</summary>
    public static string Vector(VectorWidth width, string row, string steps) => width.Lanes == AttentionPlan.RowGroup
        ? Start(row, steps)
        : $"({Start($"({row} & -RowGroup)", steps)}) + ({row} & (RowGroup - 1))";

    /// <summary>The offset of a tile's vector from the tile's first one: empty for none.</summary>
    public static string OfVector(VectorWidth width, int vector, string steps)
    {
        int rows = vector * width.Lanes;
        return rows % AttentionPlan.RowGroup > 0 ? $"{rows}" : rows == 0 ? "" : $"{rows} * {steps}";
    }
}
