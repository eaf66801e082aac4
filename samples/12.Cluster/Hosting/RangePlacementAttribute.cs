using Orleans.Placement;

namespace Cluster.Hosting;

/// <summary>Places ranges by their number, so that the ranges of a layer are spread over all silos.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RangePlacementAttribute() : PlacementAttribute(new RangePlacement());

/// <summary>The strategy by which <see cref="RangePlacementDirector"/> is asked.</summary>
[GenerateSerializer, Immutable]
public sealed class RangePlacement : PlacementStrategy;
