using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.JavaScript;

/// <summary>What the page's <c>squad.js</c> calls, once a frame. What is drawn stays where it is in memory, and the script reads it there.</summary>
internal static partial class SquadPage
{
    private const int Seen = SquadAttention.KeyLength;
    private const int WarmUpFrames = 1000;
    private static readonly SquadRun Run = new(SquadRun.Agents);
    private static readonly float[] Entities = GC.AllocateArray<float>(SquadRun.Agents * World.Features, pinned: true);
    private static readonly int[] Counts = GC.AllocateArray<int>(SquadRun.Agents, pinned: true);
    private static readonly int[] SeenEntities = GC.AllocateArray<int>(SquadRun.Agents * Seen, pinned: true);
    private static readonly float[] Weights = GC.AllocateArray<float>(SquadRun.Agents * Seen, pinned: true);
    private static long allocatedBytes;
    private static double milliseconds;

    /// <summary>A thousand frames of two agents ahead of all others: the interpreter translates a method anew when it has been called a thousand times, which is not the frame's doing.</summary>
    static SquadPage()
    {
        SquadRun two = new(agents: 2);
        for (int frame = 0; frame < WarmUpFrames; frame++)
        {
            two.Advance();
        }

        Advance();
        Run.Restart();
        allocatedBytes = 0;
    }

    /// <summary>Computes a frame.</summary>
    /// <returns>How many there have been since the beginning.</returns>
    [JSExport]
    internal static int Advance()
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Run.Advance();
        Show();
        milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        allocatedBytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
        return Run.Frame;
    }

    [JSExport]
    internal static void Restart() => Run.Restart();

    [JSExport]
    internal static int Agents() => SquadRun.Agents;

    [JSExport]
    internal static int Frames() => SquadRun.Frames;

    [JSExport]
    internal static int HashedFrames() => SquadRun.HashedFrames;

    /// <summary>The address of all features of all entities, [agents, features].</summary>
    [JSExport]
    internal static nint EntitiesAddress() => Marshal.UnsafeAddrOfPinnedArrayElement(Entities, 0);

    /// <summary>The address of how many entities each agent sees, [agents].</summary>
    [JSExport]
    internal static nint CountsAddress() => Marshal.UnsafeAddrOfPinnedArrayElement(Counts, 0);

    /// <summary>The address of which ones, [agents, 32].</summary>
    [JSExport]
    internal static nint SeenAddress() => Marshal.UnsafeAddrOfPinnedArrayElement(SeenEntities, 0);

    /// <summary>The address of how much it looks at each, [agents, 32].</summary>
    [JSExport]
    internal static nint WeightsAddress() => Marshal.UnsafeAddrOfPinnedArrayElement(Weights, 0);

    /// <summary>What the last frame took.</summary>
    [JSExport]
    internal static double Milliseconds() => milliseconds;

    /// <summary>What all frames have allocated together.</summary>
    [JSExport]
    internal static double AllocatedBytes() => allocatedBytes;

    /// <summary>A hash of all that was decided since the beginning.</summary>
    [JSExport]
    internal static string Hash() => Run.Hash.ToString("x16");

    private static void Show()
    {
        Run.World.Entities.CopyTo(Entities);
        for (int agent = 0; agent < SquadRun.Agents; agent++)
        {
            ReadOnlySpan<int> seen = Run.Looks.Entities(agent);
            Counts[agent] = seen.Length;
            seen.CopyTo(SeenEntities.AsSpan(agent * Seen));
            Run.Looks.Weights(agent).CopyTo(Weights.AsSpan(agent * Seen));
        }
    }
}
