namespace Cluster.Planning;

/// <summary>A query of a probe, and the state that earlier ranges have left; empty before any key.</summary>
/// <param name="Query">The bits of floats.</param>
/// <param name="State">The bits of floats.</param>
/// <param name="RangesToGo">Ranges after this one.</param>
[GenerateSerializer, Immutable]
public sealed record ProbeRequest([property: Id(0)] byte[] Query, [property: Id(1)] byte[] State, [property: Id(2)] int RangesToGo);
