namespace Cluster.Grains;

/// <summary>Bytes that a silo has for keys and values.</summary>
/// <param name="limit">All of them.</param>
public sealed class SiloMemory(long limit)
{
    private long used;

    /// <summary>Takes bytes for a range.</summary>
    /// <exception cref="SiloFullException">There are not so many left.</exception>
    public void Take(string range, long bytes)
    {
        long after = Interlocked.Add(ref used, bytes);
        if (after > limit)
        {
            Interlocked.Add(ref used, -bytes);
            throw SiloFullException.Of(range, bytes, after - bytes, limit);
        }
    }

    /// <summary>Gives them back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref used, -bytes);
}
