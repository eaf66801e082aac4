using System.Runtime.ExceptionServices;

namespace SpanAttention.Primitives;

/// <summary>State that the threads of one call share. Reused from call to call, and itself the work item of the thread pool.</summary>
/// <remarks>
/// The calling thread waits for threads at work only, never for work items that the pool has not begun: those may begin long after the call. Such a latecomer finds
/// the door closed and leaves, or finds it opened by a later call and helps there. That is why a thread first announces itself and then looks at the door, while
/// the caller first closes the door and then looks who is inside: one of the two sees the other.
/// </remarks>
internal sealed class ParallelCallState<TCall> : BlockQueue, IThreadPoolWorkItem
    where TCall : struct, IParallelCall
{
    private const int Open = 1;
    private const int Closed = 0;

    // Some tens of microseconds, the rest of a usual block. Then the wait is a long one.
    private const int MostSpins = 100;

    private static readonly ParallelCallState<TCall>?[] Idle = new ParallelCallState<TCall>?[Environment.ProcessorCount];

    private readonly object exit = new();
    private TCall call;
    private ExceptionDispatchInfo? failure;
    private int door;
    private int inside;
    private int queued;

    public static ParallelCallState<TCall> Rent()
    {
        for (int i = 0; i < Idle.Length; i++)
        {
            if (Interlocked.Exchange(ref Idle[i], null) is { } state)
            {
                return state;
            }
        }

        return new ParallelCallState<TCall>();
    }

    /// <summary>Runs a call and gives the state back.</summary>
    public void Run(TCall newCall, int blocks, int workers)
    {
        call = newCall;
        Fill(blocks);
        Interlocked.Exchange(ref door, Open);
        try
        {
            Summon(workers - 1);
            Work();
        }
        finally
        {
            Close();
        }

        ExceptionDispatchInfo? thrown = failure;
        call = default;
        failure = null;
        Return();
        thrown?.Throw();
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref queued);
        Interlocked.Increment(ref inside);
        if (Volatile.Read(ref door) == Open)
        {
            Work();
        }

        if (Interlocked.Decrement(ref inside) == 0 && Volatile.Read(ref door) == Closed)
        {
            lock (exit)
            {
                Monitor.PulseAll(exit);
            }
        }
    }

    /// <summary>Queues work items until there are enough; those that an earlier call has left in the queue serve this one.</summary>
    private void Summon(int helpers)
    {
        while (Volatile.Read(ref queued) < helpers)
        {
            Interlocked.Increment(ref queued);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Work()
    {
        try
        {
            call.Work(this);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            Empty();
        }
    }

    /// <summary>Lets no thread in any more and waits until all have left.</summary>
    private void Close()
    {
        Interlocked.Exchange(ref door, Closed);
        SpinWait spin = default;
        while (Volatile.Read(ref inside) != 0 && spin.Count < MostSpins)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        if (Volatile.Read(ref inside) != 0)
        {
            WaitAtExit();
        }
    }

    private void WaitAtExit()
    {
        lock (exit)
        {
            while (Volatile.Read(ref inside) != 0)
            {
                Monitor.Wait(exit);
            }
        }
    }

    private void Return()
    {
        for (int i = 0; i < Idle.Length; i++)
        {
            if (Interlocked.CompareExchange(ref Idle[i], this, null) is null)
            {
                return;
            }
        }
    }
}
