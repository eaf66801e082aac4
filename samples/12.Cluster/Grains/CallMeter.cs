namespace Cluster.Grains;

/// <summary>What the calls of a client have cost.</summary>
public sealed class CallMeter
{
    /// <summary>Bytes of numbers that were sent, to silos, between them, and back.</summary>
    public long Bytes { get; private set; }

    /// <summary>Time that ranges spent attending; of ranges at the same time, the longest.</summary>
    public TimeSpan Attention { get; private set; }

    /// <summary>Time that calls took beyond that.</summary>
    public TimeSpan Network { get; private set; }

    /// <summary>Attempts that were not answered.</summary>
    public int Attempts { get; set; }

    /// <summary>Forgets what was measured.</summary>
    public void Reset() => (Bytes, Attention, Network, Attempts) = (0, default, default, 0);

    /// <summary>Adds a call.</summary>
    /// <param name="ticks">Time of the call, in ticks of 100 ns.</param>
    /// <param name="replies">What came back.</param>
    /// <param name="sent">Bytes of what was sent.</param>
    public void Add(long ticks, IReadOnlyList<RangeReply> replies, long sent)
    {
        long attention = replies.Max(static reply => reply.AttentionTicks);
        Attention += TimeSpan.FromTicks(attention);
        Network += TimeSpan.FromTicks(ticks - attention);
        Bytes += sent + replies.Sum(static reply => reply.Bytes + reply.State.Length);
    }
}
