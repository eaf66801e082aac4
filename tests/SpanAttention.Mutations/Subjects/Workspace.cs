using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A workspace is as large as it must be; where it is reserved, a call allocates nothing.</summary>
internal static class Workspace
{
    private const int Tile = 64;

    /// <summary>Sequences of one, two and one tile of keys.</summary>
    public static int[] Sequences { get; } = [3, 66, 1];

    /// <summary>Tokens that their tiles have room for.</summary>
    public static int SlotsOfSequences => Sequences.Sum(static tokens => (int)WholeTiles(tokens));

    /// <param name="bytes">What the declared type says.</param>
    /// <param name="expectedFloats">What it needs.</param>
    /// <param name="call">A call that works in it.</param>
    public static IEnumerable<string> Differences(long bytes, long expectedFloats, Action call)
    {
        call();
        long allocated = FreshThread.Allocated(call, () => AttentionScratch.Reserve(bytes));
        return [.. Differences(bytes, expectedFloats), .. allocated == 0 ? Array.Empty<string>() : [$"{allocated} bytes are allocated beside the workspace"]];
    }

    /// <param name="bytes">What the declared type says.</param>
    /// <param name="expectedFloats">What it needs.</param>
    public static IEnumerable<string> Differences(long bytes, long expectedFloats)
    {
        if (bytes != sizeof(float) * expectedFloats)
        {
            yield return $"WorkspaceBytes is {bytes}; expected {sizeof(float) * expectedFloats}";
        }
    }

    /// <summary>Tokens rounded up to whole tiles of keys.</summary>
    public static long WholeTiles(int tokens) => (tokens + Tile - 1) / Tile * Tile;
}
