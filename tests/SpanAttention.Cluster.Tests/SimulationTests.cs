using Cluster.Grains;
using Cluster.Planning;

namespace SpanAttention.Cluster.Tests;

/// <summary>The simulation, where every call takes as long as any other and no range waits for a processor, is the model.</summary>
public sealed class SimulationTests
{
    private static readonly CostModel Model = new(Hop: 250e-6, Issue: 20e-6, Bandwidth: 200e6, Key: 50e-9);

    [Theory]
    [InlineData(1, 64)]
    [InlineData(4, 262_144)]
    [InlineData(1000, 1_000_000)]
    public void RelayingIsTheModel(int ranges, int keys) =>
        Assert.InRange(Simulated(StateMode.Relay, ranges, keys) / Model.Seconds(StateMode.Relay, ranges, keys), 1 - 1e-9, 1 + 1e-9);

    /// <summary>Sending overlaps with what the first ranges compute, which the model does not count on: half of what the client does is all that can be hidden.</summary>
    [Theory]
    [InlineData(1, 64)]
    [InlineData(4, 262_144)]
    [InlineData(1000, 1_000_000)]
    public void MergingTakesTheModelsTimeAtMost(int ranges, int keys)
    {
        double most = Model.Seconds(StateMode.Merge, ranges, keys) + Model.Issue;
        Assert.InRange(Simulated(StateMode.Merge, ranges, keys), most - (ranges * Model.Issue / 2) - 1e-9, most + 1e-9);
    }

    [Fact]
    public void RangesWaitForSharedProcessors() =>
        Assert.True(new Simulation(Model, [Model.Hop], processors: 2).Seconds(StateMode.Merge, ranges: 4, keys: 262_144) > 1.9 * Simulated(StateMode.Merge, ranges: 4, keys: 262_144));

    private static double Simulated(StateMode mode, int ranges, int keys) => new Simulation(Model, [Model.Hop], processors: ranges).Seconds(mode, ranges, keys);
}
