namespace SpanAttention.Verification;

/// <summary>Calls into a routine that have begun and not yet returned, up to four at once. It counts how often somebody looked and found the same call: not time, which passes for a process that is suspended too.</summary>
internal sealed class RunningCalls
{
    // A property calls from two threads, and from one that it waits for.
    private const int MostAtOnce = 4;

    // The number of the call in each place, 0 where there is none.
    private readonly long[] calls = new long[MostAtOnce];
    private readonly long[] seen = new long[MostAtOnce];
    private readonly int[] looks = new int[MostAtOnce];
    private long begun;

    /// <summary>Says that a call begins; it ends where the result is disposed. One of more calls than are watched is not.</summary>
    public Running Begin()
    {
        long call = Interlocked.Increment(ref begun);
        for (int place = 0; place < MostAtOnce; place++)
        {
            if (Interlocked.CompareExchange(ref calls[place], call, 0) == 0)
            {
                return new Running(calls, place);
            }
        }

        return default;
    }

    /// <summary>Looks, and says how often the call that was seen most often has been found running: 1 for one that is new.</summary>
    public int Look()
    {
        int most = 0;
        for (int place = 0; place < MostAtOnce; place++)
        {
            long call = Volatile.Read(ref calls[place]);
            looks[place] = call == 0 ? 0 : call == seen[place] ? looks[place] + 1 : 1;
            seen[place] = call;
            most = Math.Max(most, looks[place]);
        }

        return most;
    }

    /// <summary>A call that runs until this is disposed.</summary>
    internal readonly struct Running(long[]? calls, int place) : IDisposable
    {
        public void Dispose()
        {
            if (calls is not null)
            {
                Volatile.Write(ref calls[place], 0);
            }
        }
    }
}
