namespace Cluster.Grains;

/// <summary>What is stored of a text.</summary>
[GenerateSerializer]
public sealed class TextState
{
    /// <summary>The current window.</summary>
    [Id(0)]
    public int Window { get; set; }

    /// <summary>Its tokens.</summary>
    [Id(1)]
    public List<int> Tokens { get; set; } = [];
}
