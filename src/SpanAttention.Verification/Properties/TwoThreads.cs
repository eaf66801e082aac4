using System.Diagnostics;

namespace SpanAttention.Verification;

/// <summary>Makes two calls at once, over and over, for as long as one of them takes to be interrupted.</summary>
internal static class TwoThreads
{
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(3);

    /// <summary>Says what either of them finds, or throws.</summary>
    public static Violation? Find(Func<Violation?> first, Func<Violation?> second)
    {
        using Barrier start = new(2);
        Violation?[] found = new Violation?[1];
        Thread thread = new(() => Repeat(second, start, found)) { IsBackground = true };
        thread.Start();
        Repeat(first, start, found);
        thread.Join();
        return found[0];
    }

    private static void Repeat(Func<Violation?> call, Barrier start, Violation?[] found)
    {
        start.SignalAndWait();
        long since = Stopwatch.GetTimestamp();
        do
        {
            if (Try(call) is { } violation)
            {
                Volatile.Write(ref found[0], violation);
            }
        }
        while (Volatile.Read(ref found[0]) is null && Stopwatch.GetElapsedTime(since) < Together);
    }

    private static Violation? Try(Func<Violation?> call)
    {
        try
        {
            return call();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Violation.Of(exception);
        }
    }
}
