namespace Cluster.Model;

/// <summary>Queries, keys and values of some tokens of a layer, [tokens, heads, head dim] each.</summary>
public sealed record TokenHeads(float[] Query, float[] Key, float[] Value);
