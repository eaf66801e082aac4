using Cluster.Grains;

namespace Cluster.Planning;

/// <summary>What a token of one layer costs over ranges of keys, each on a silo with a processor of its own.</summary>
/// <param name="Hop">Seconds of a call and its answer, small ones.</param>
/// <param name="Issue">Seconds of the client's processor for one more call at the same time.</param>
/// <param name="Bandwidth">Bytes a second of a call and its answer.</param>
/// <param name="Key">Seconds to attend a key.</param>
public sealed record CostModel(double Hop, double Issue, double Bandwidth, double Key)
{
    /// <summary>Bytes of a call with its answer: a query and two states.</summary>
    public const double CallBytes = LongAttention.QueryBytes + (2.0 * LongAttention.StateBytes);

    /// <summary>Seconds of a call and its answer, what is computed left aside.</summary>
    public double Call => Hop + (CallBytes / Bandwidth);

    /// <summary>Seconds of a token and layer.</summary>
    /// <remarks>
    /// relay   ranges · call + keys · key                          one after the other
    /// merge   call + (ranges − 1) · issue + keys · key / ranges   at the same time, but for what the client does for each
    /// </remarks>
    public double Seconds(StateMode mode, int ranges, double keys) => mode == StateMode.Relay
        ? (ranges * Call) + (keys * Key)
        : Call + ((ranges - 1) * Issue) + (keys / ranges * Key);

    /// <summary>Bytes of a token and layer.</summary>
    public static double Bytes(int ranges) => ranges * CallBytes;
}
