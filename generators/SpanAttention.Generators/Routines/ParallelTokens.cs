using System.Globalization;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what calls have in common whose tokens are shared among threads, blocks of them that read all weights each.</summary>
internal static class ParallelTokens
{
    // A thread gets ten microseconds at least, at a hundred operations a nanosecond: it has weights to read, too.
    private const long WorkerFlops = 1_000_000;

    /// <summary>Writes what a token costs and what pays for a thread.</summary>
    public static void WriteConstants(KernelWriter code, DeclaredPlan plan)
    {
        bool hasContext = plan.Declared is AttentionSpec { HasContext: true };
        code.Line();
        code.Line($"private const long TokenFlops = {Flops(plan, tensor => !hasContext || !IsOfSource(tensor))}; // floating-point operations of a token's projections");
        if (hasContext)
        {
            code.Line($"private const long SourceFlops = {Flops(plan, IsOfSource)}; // the same of a token of the context");
        }

        code.Line($"""
            private const long WorkerFlops = {WorkerFlops.ToString(CultureInfo.InvariantCulture)}; // of a call, that pay for one more thread
            """);
    }

    private static bool IsOfSource(PackedTensor tensor) => tensor.Name is "KeyWeight" or "ValueWeight";

    private static string Flops(DeclaredPlan plan, Func<PackedTensor, bool> isCounted) =>
        (2 * plan.Packed.Where(tensor => !tensor.IsTransposed && isCounted(tensor)).Sum(static tensor => (long)tensor.Outputs * tensor.Inputs)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes how many blocks there are and how many threads, and the call of one thread where it does not pay for two.</summary>
    /// <param name="code">Takes the statements.</param>
    /// <param name="block">Most tokens of a block, a constant.</param>
    /// <param name="alone">The call of one thread.</param>
    /// <param name="flops">Operations of the call, an expression; null for those of its tokens.</param>
    /// <param name="orAlone">What else leaves the call to one thread, a condition; null for nothing.</param>
    public static void WriteWorkers(KernelWriter code, string block, string alone, string? flops = null, string? orAlone = null)
    {
        code.Line($"""
            int together = ParallelBlocks.Together(tokens, {block});
            int blocks = ParallelBlocks.Count(tokens, together, heads: 1);
            int workers = ParallelBlocks.Workers(blocks, {flops ?? "tokens * TokenFlops"}, WorkerFlops);
            """);
        using (code.Block($"if (workers == 1{(orAlone is null ? "" : $" || {orAlone}")})"))
        {
            code.Line($"""
                {alone}
                return;
                """);
        }

        code.Line();
    }
}
