namespace Cluster.Grains;

/// <summary>How running states travel.</summary>
public enum StateMode
{
    /// <summary>From range to range: the bits of one machine.</summary>
    Relay,

    /// <summary>All ranges at once, merged in their order: the same bits run after run, other last ones than one machine's.</summary>
    Merge,
}
