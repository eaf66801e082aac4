using Cluster.Grains;

namespace Cluster.Planning;

/// <summary>A range of made-up keys and values, by which calls and attention are measured. Its key is that of a range.</summary>
public interface IProbeGrain : IGrainWithStringKey
{
    /// <summary>Makes up so many keys and values.</summary>
    Task Fill(int keys);

    /// <summary>Gives back what it is given.</summary>
    Task<byte[]> Echo(byte[] bytes);

    /// <summary>Carries the state on over the range, and over those after it.</summary>
    Task<RangeReply> Attend(ProbeRequest request);
}
