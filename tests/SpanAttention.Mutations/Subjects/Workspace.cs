using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A workspace is as large as it must be; where it is reserved, a call allocates nothing.</summary>
internal static class Workspace
{
    private const int Tile = 64;

    /// <param name="bytes">What the declared type says.</param>
    /// <param name="expectedFloats">What it needs.</param>
    /// <param name="call">A call that works in it.</param>
    public static IEnumerable<string> Differences(long bytes, long expectedFloats, Action call)
    {
        if (bytes != sizeof(float) * expectedFloats)
        {
            yield return $"WorkspaceBytes is {bytes}; expected {sizeof(float) * expectedFloats}";
        }

        call();
        long allocated = FreshThread.Allocated(call, () => AttentionScratch.Reserve(bytes));
        if (allocated != 0)
        {
            yield return $"{allocated} bytes are allocated beside the workspace";
        }
    }

    /// <summary>Tokens rounded up to whole tiles of keys.</summary>
    public static long WholeTiles(int tokens) => (tokens + Tile - 1) / Tile * Tile;
}
