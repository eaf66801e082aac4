namespace Cluster.Grains;

/// <summary>What one range, or several in their order, have made of a call.</summary>
/// <param name="State">The running state.</param>
/// <param name="AttentionTicks">Time spent attending, in ticks of 100 ns.</param>
/// <param name="Bytes">Bytes of numbers that ranges have sent each other.</param>
[GenerateSerializer, Immutable]
public sealed record RangeReply([property: Id(0)] byte[] State, [property: Id(1)] long AttentionTicks, [property: Id(2)] long Bytes);
