using System.Reflection;

namespace SpanAttention.Verification;

/// <summary>Calls that a declared type has beyond contexts, weights and scores: with logSumExp, in blocks, and merged.</summary>
internal static class DeclaredParts
{
    private static readonly MethodInfo AddTo = typeof(DeclaredParts).GetMethod(nameof(Add), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>A routine with those calls too.</summary>
    /// <typeparam name="T">A type that implements <see cref="IDeclaredAttention"/>, as its caller has seen: no constraint can say so where one says less.</typeparam>
    public static AttentionRoutine Of<T>(AttentionRoutine contexts) => AddTo.MakeGenericMethod(typeof(T)).CreateDelegate<Func<AttentionRoutine, AttentionRoutine>>()(contexts);

    private static AttentionRoutine Add<T>(AttentionRoutine contexts)
        where T : IDeclaredAttention => contexts with
        {
            TakesKeyCount = true,
            ForwardWithLogSumExp = static (in operands, destination, logSumExp) => T.Forward(operands, destination, logSumExp),
            Merge = static (outputA, logSumExpA, outputB, logSumExpB, output, logSumExp) => T.Merge(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp),
            ForwardBlock = static (block, in operands, destination, logSumExp) => T.ForwardBlock(block, operands, destination, logSumExp),
            BlockCount = T.BlockCount,
        };
}
