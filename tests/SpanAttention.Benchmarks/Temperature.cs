namespace SpanAttention.Benchmarks;

/// <summary>Where a call finds its keys and values.</summary>
internal enum Temperature
{
    /// <summary>Where the last call left them; nobody asks.</summary>
    Usual,

    /// <summary>In the cache that holds them.</summary>
    Warm,

    /// <summary>In DRAM.</summary>
    Cold,
}
