namespace Cluster.Grains;

/// <summary>Keys and values of a range of tokens in one layer of a text: <see cref="LayerKey.Range"/> is its key. What it holds can be computed again, so that it is kept in memory alone.</summary>
public interface IRangeGrain : IGrainWithStringKey
{
    /// <summary>Keeps what of the tokens is of the range, and carries the state on over it, and over the ranges after it. The same call twice does what it does once.</summary>
    /// <exception cref="ArgumentException">The caller takes the range to be another than it is.</exception>
    /// <exception cref="SiloFullException">The silo has no room for the range.</exception>
    Task<RangeReply> Attend(RangeRequest request);

    /// <summary>Lets go of the range.</summary>
    Task Forget();
}
