using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>Hands out the blocks of one call to the threads that work on it, each block once.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class BlockQueue
{
    private int count;
    private int next;

    private protected BlockQueue()
    {
    }

    /// <summary>Takes a block that no thread has taken yet.</summary>
    /// <param name="block">Its index.</param>
    /// <returns>Whether there was one left.</returns>
    public bool TryTake(out int block)
    {
        block = Interlocked.Increment(ref next) - 1;
        return block < count;
    }

    private protected void Fill(int blocks)
    {
        count = blocks;
        next = 0;
    }

    private protected void Empty() => Volatile.Write(ref next, count);
}
