using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>Shares the blocks of a call among the calling thread and those of the thread pool.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ParallelBlocks
{
    // Fewer wait for weights longer than they compute.
    private const int LeastTokens = 16;

    /// <summary>Blocks of all heads.</summary>
    /// <param name="queryLength">Query tokens.</param>
    /// <param name="queryBlock">Query tokens a block.</param>
    /// <param name="heads">Heads, each of which is cut into blocks.</param>
    public static int Count(int queryLength, int queryBlock, int heads) => checked((int)(((long)queryLength + queryBlock - 1) / queryBlock * heads));

    /// <summary>Tokens of a block where each block reads all weights: as many as a processor's share, but enough to be worth the reading.</summary>
    /// <param name="tokens">Tokens of the call.</param>
    /// <param name="most">Most of a block.</param>
    public static int Together(int tokens, int most) => Math.Min(most, ((tokens / Environment.ProcessorCount) + LeastTokens) / LeastTokens * LeastTokens);

    /// <summary>The threads that a call is worth: no more than blocks and processors, and none for less than its part of the work.</summary>
    /// <param name="blocks">Blocks of the call.</param>
    /// <param name="flops">Floating-point operations of the call.</param>
    /// <param name="workerFlops">Operations that pay for one more thread.</param>
    public static int Workers(int blocks, long flops, long workerFlops) =>
        (int)Math.Max(1, Math.Min(flops / workerFlops, Math.Min(blocks, Environment.ProcessorCount)));

    /// <summary>Runs all blocks and returns when they are done. Nothing is allocated, but for the state of as many calls as ever ran at once.</summary>
    /// <typeparam name="TCall">The kind of call.</typeparam>
    /// <param name="call">The call's arguments.</param>
    /// <param name="blocks">Its blocks.</param>
    /// <param name="workers">Threads, the calling one included.</param>
    /// <remarks>An exception that a thread meets is thrown here, after all threads have left; blocks not begun are then left out.</remarks>
    public static void Run<TCall>(TCall call, int blocks, int workers)
        where TCall : struct, IParallelCall => ParallelCallState<TCall>.Rent().Run(call, blocks, workers);
}
