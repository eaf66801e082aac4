using Cluster.Grains;
using Orleans.Runtime.Placement;

namespace Cluster.Hosting;

/// <summary>Range r is on silo r mod n of those that are there, in the order of their addresses.</summary>
public sealed class RangePlacementDirector : IPlacementDirector
{
    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        SiloAddress[] silos = [.. context.GetCompatibleSilos(target).Order()];
        return Task.FromResult(silos[LayerKey.Parse(target.GrainIdentity.Key.ToString()!).Range % silos.Length]);
    }
}
