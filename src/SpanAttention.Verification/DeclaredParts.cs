using System.Reflection;

namespace SpanAttention.Verification;

/// <summary>Calls that a declared type has beyond contexts, weights and scores: with logSumExp, in blocks, merged, carried on, and backward.</summary>
internal static class DeclaredParts
{
    private static readonly MethodInfo AddTo = typeof(DeclaredParts).GetMethod(nameof(Add), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly MethodInfo AddStateTo = typeof(DeclaredParts).GetMethod(nameof(AddState), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly MethodInfo AddBackwardTo = typeof(DeclaredParts).GetMethod(nameof(AddBackward), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>A routine with those calls too.</summary>
    /// <typeparam name="T">A type that implements <see cref="IDeclaredAttention"/>, as its caller has seen: no constraint can say so where one says less.</typeparam>
    public static AttentionRoutine Of<T>(AttentionRoutine contexts) => Added<T>(AddTo, contexts);

    private static AttentionRoutine Add<T>(AttentionRoutine contexts)
        where T : IDeclaredAttention
    {
        AttentionRoutine routine = AddCalls<T>(contexts);
        routine = typeof(T).IsAssignableTo(typeof(IDeclaredState)) ? Added<T>(AddStateTo, routine) : routine;
        return typeof(T).IsAssignableTo(typeof(IDeclaredGradients)) ? Added<T>(AddBackwardTo, routine) : routine;
    }

    private static AttentionRoutine Added<T>(MethodInfo calls, AttentionRoutine routine) => calls.MakeGenericMethod(typeof(T)).CreateDelegate<Func<AttentionRoutine, AttentionRoutine>>()(routine);

    private static AttentionRoutine AddBackward<T>(AttentionRoutine routine)
        where T : IDeclaredGradients => routine with
        {
            Backward = static (in operands, context, logSumExp, contextGradient, in gradients) => T.Backward(operands, context, logSumExp, contextGradient, gradients),
        };

    private static AttentionRoutine AddState<T>(AttentionRoutine routine)
        where T : IDeclaredState => routine with
        {
            State = new()
            {
                Length = T.StateLength,
                Begin = static (in operands, state) => T.Begin(operands, state),
                Continue = static (in operands, firstKey, totalKeys, state) => T.Continue(operands, firstKey, totalKeys, state),
                Finish = static (state, destination, logSumExp) => T.Finish(state, destination, logSumExp),
            },
        };

    private static AttentionRoutine AddCalls<T>(AttentionRoutine contexts)
        where T : IDeclaredAttention => contexts with
        {
            TakesKeyCount = true,
            ForwardWithLogSumExp = static (in operands, destination, logSumExp) => T.Forward(operands, destination, logSumExp),
            Merge = static (outputA, logSumExpA, outputB, logSumExpB, output, logSumExp) => T.Merge(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp),
            ForwardBlock = static (block, in operands, destination, logSumExp) => T.ForwardBlock(block, operands, destination, logSumExp),
            BlockCount = T.BlockCount,
        };
}
