using System.Globalization;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what calls have in common whose tokens are shared among threads, blocks of them that read all weights each.</summary>
internal static class ParallelTokens
{
    // A thread gets ten microseconds at least, at a hundred operations a nanosecond: it has weights to read, too.
    private const long WorkerFlops = 1_000_000;

    /// <summary>Writes what a token costs and what pays for a thread.</summary>
    public static void WriteConstants(KernelWriter code, DeclaredPlan plan)
    {
        long weights = plan.Packed.Sum(static tensor => (long)tensor.Outputs * tensor.Inputs);
        code.Line();
        code.Line($"""
            private const long TokenFlops = {(2 * weights).ToString(CultureInfo.InvariantCulture)}; // floating-point operations of a token's projections
            private const long WorkerFlops = {WorkerFlops.ToString(CultureInfo.InvariantCulture)}; // of a call, that pay for one more thread
            """);
    }

    /// <summary>Writes how many blocks there are and how many threads, and the call of one thread where it does not pay for two.</summary>
    /// <param name="code">Takes the statements.</param>
    /// <param name="block">Most tokens of a block, a constant.</param>
    /// <param name="alone">The call of one thread.</param>
    public static void WriteWorkers(KernelWriter code, string block, string alone)
    {
        code.Line($"""
            int together = ParallelBlocks.Together(tokens, {block});
            int blocks = ParallelBlocks.Count(tokens, together, heads: 1);
            int workers = ParallelBlocks.Workers(blocks, tokens * TokenFlops, WorkerFlops);
            """);
        using (code.Block("if (workers == 1)"))
        {
            code.Line($"""
                {alone}
                return;
                """);
        }

        code.Line();
    }
}
