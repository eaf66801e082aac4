using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides from how much work on threads are worth waking: a hand-off takes about a microsecond, so below five nothing is gained.</summary>
internal static class ParallelPlanner
{
    // Each thread gets two and a half microseconds at least: at a hundred operations a nanosecond, and at twenty where memory sets the pace.
    private const long WorkerFlops = 250_000;
    private const long SharedWorkerFlops = 50_000;

    /// <summary>Null where a call is always too little work, or one block.</summary>
    public static ParallelPlan? Plan(AttentionSpec spec, DecodePlan? decode, int queryBlock)
    {
        if (spec.Kind != DeclarationKind.Attention)
        {
            return null;
        }

        bool isShared = decode is not null && spec.QueryLength > 0;
        bool isOneBlock = isShared ? spec.KeyValueHeads == 1 : decode is null && spec.Heads == 1 && spec.QueryLength > 0 && spec.QueryLength <= queryBlock;
        return isOneBlock || MostFlops(spec) < 2 * (isShared ? SharedWorkerFlops : WorkerFlops) ? null : new(WorkerFlops, SharedWorkerFlops);
    }

    /// <summary>Operations of a call where both lengths are declared, hidden pairs included.</summary>
    private static double MostFlops(AttentionSpec spec) => spec.QueryLength == 0 || spec.KeyLength == 0
        ? double.PositiveInfinity
        : 2.0 * spec.QueryLength * spec.KeyLength * spec.Heads * ((double)spec.HeadDim + spec.ValueDim);
}
