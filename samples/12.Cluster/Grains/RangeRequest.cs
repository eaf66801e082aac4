namespace Cluster.Grains;

/// <summary>A call of a range: queries of some tokens, their keys and values, and the state that earlier ranges have left.</summary>
[GenerateSerializer, Immutable]
public sealed record RangeRequest
{
    /// <summary>What the caller takes the range to be.</summary>
    [Id(0)]
    public required RangeShape Shape { get; init; }

    /// <summary>Position of the first token.</summary>
    [Id(1)]
    public required int FirstToken { get; init; }

    /// <summary>Queries, [tokens, heads, head dim], the bits of floats.</summary>
    [Id(2)]
    public required byte[] Query { get; init; }

    /// <summary>Keys of the same tokens.</summary>
    [Id(3)]
    public required byte[] Key { get; init; }

    /// <summary>Their values.</summary>
    [Id(4)]
    public required byte[] Value { get; init; }

    /// <summary>The running state; empty before any key.</summary>
    [Id(5)]
    public byte[] State { get; init; } = [];

    /// <summary>Ranges that the state is to go through after this one.</summary>
    [Id(6)]
    public int RangesToGo { get; init; }

    /// <summary>Bytes of the numbers.</summary>
    public int Bytes => Query.Length + Key.Length + Value.Length + State.Length;
}
