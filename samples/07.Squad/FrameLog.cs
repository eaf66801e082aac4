using System.Diagnostics;
using System.Globalization;

/// <summary>How long frames took, and what the garbage collector had to do with them.</summary>
internal sealed class FrameLog(int frames)
{
    private readonly double[] milliseconds = new double[frames];
    private int count;
    private long allocatedBefore;
    private int collectionsBefore;

    public static long Now => Stopwatch.GetTimestamp();

    public long AllocatedBytes { get; private set; }

    public int Collections { get; private set; }

    public void Start()
    {
        count = 0;
        collectionsBefore = GC.CollectionCount(0);
        allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
    }

    public void Add(long start) => milliseconds[count++] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    public void Stop()
    {
        AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        Collections = GC.CollectionCount(0) - collectionsBefore;
        Array.Sort(milliseconds, 0, count);
    }

    /// <summary>The time that so many of a hundred frames did not exceed.</summary>
    public double Percentile(int percent) => milliseconds[Math.Max(0, ((count * percent) + 99) / 100 - 1)];

    /// <summary>Prints what frames took, and what was allocated.</summary>
    public void Print()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"frame time      median {Percentile(50):F3} ms, 95 % {Percentile(95):F3} ms, 99 % {Percentile(99):F3} ms, longest {Percentile(100):F3} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"allocated bytes {AllocatedBytes}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"collections     {Collections}"));
    }
}
