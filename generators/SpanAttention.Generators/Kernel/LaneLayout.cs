using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Kernel;

/// <summary>Layout of vectors of lanes in memory, step by step.</summary>
/// <param name="StepStride">Floats from one step to the next.</param>
/// <param name="GroupSteps">Steps of a group where lanes lie in groups of 16; empty where they lie side by side without end.</param>
internal sealed record LaneLayout(string StepStride, string GroupSteps)
{
    /// <summary><c>[group, step, 16 lanes]</c>: a tile reads and writes contiguous memory.</summary>
    public static LaneLayout Grouped(string steps) => new(Groups.Stride, steps);

    /// <summary>The same where variables hold the offsets of the second group and of those that follow, such as <c>group1</c>.</summary>
    public static LaneLayout GroupsApart(string variable) => new(Groups.Stride, "") { GroupOffset = variable };

    /// <summary>The first word of variables that hold the offsets of groups; empty where an offset is a product.</summary>
    public string GroupOffset { get; init; } = "";

    /// <summary><c>[step, lane]</c>: as the caller's rows lie.</summary>
    public static LaneLayout Flat(string stepStride) => new(stepStride, "");

    /// <summary>The offset of a tile's vector from the tile's first one: empty for none.</summary>
    public string OfVector(VectorWidth width, int vector) =>
        GroupOffset.Length > 0 ? Groups.OfVector(width, vector, group => $"{GroupOffset}{group}")
        : GroupSteps.Length > 0 ? Groups.OfVector(width, vector, GroupSteps) : vector == 0 ? "" : $"{vector * width.Lanes}";
}
