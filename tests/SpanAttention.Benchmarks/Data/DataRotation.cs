namespace SpanAttention.Benchmarks.Data;

/// <summary>The inputs of one call after another: always the same, or so many copies in turn that each call finds its own in DRAM.</summary>
internal sealed class DataRotation
{
    private readonly Workload workload;
    private readonly Dictionary<AttentionLayout, DataRotation> otherLayouts = [];
    private int index;

    private DataRotation(Workload workload, IReadOnlyList<AttentionData> copies)
    {
        this.workload = workload;
        Copies = copies;
    }

    public IReadOnlyList<AttentionData> Copies { get; }

    public static DataRotation Of(Scene scene) => Of(scene.Workload, scene.Copies);

    private static DataRotation Of(Workload workload, int copies)
    {
        AttentionData data = RandomTensors.Attention(workload);
        return new DataRotation(workload, [data, .. Enumerable.Range(1, copies - 1).Select(_ => data.Copy())]);
    }

    /// <summary>The same numbers in another layout.</summary>
    public DataRotation In(AttentionLayout layout)
    {
        if (Copies[0].Layout == layout)
        {
            return this;
        }

        if (!otherLayouts.TryGetValue(layout, out DataRotation? rotation))
        {
            rotation = new DataRotation(workload, [.. Copies.Select(copy => copy.In(layout, workload))]);
            otherLayouts.Add(layout, rotation);
        }

        return rotation;
    }

    public AttentionData Next() => Copies[NextIndex()];

    public int NextIndex()
    {
        index = index + 1 < Copies.Count ? index + 1 : 0;
        return index;
    }
}
