namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Bytes that a call allocates on a thread of its own, where nothing has been reserved yet.</summary>
public static class FreshThread
{
    public static long Allocated(Action call, Action? prepare = null)
    {
        long allocated = -1;
        Thread thread = new(() =>
        {
            prepare?.Invoke();
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        return allocated;
    }
}
