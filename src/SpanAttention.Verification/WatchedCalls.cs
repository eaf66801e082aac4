namespace SpanAttention.Verification;

/// <summary>Routines with their calls watched: each is known to be running while it is. Nothing is allocated by a call.</summary>
internal static class WatchedCalls
{
    public static AttentionRoutine Watched(this AttentionRoutine routine, RunningCalls running) => routine with
    {
        Forward = Watched(routine.Forward, running)!,
        ForwardWithLogSumExp = Watched(routine.ForwardWithLogSumExp, running),
        Weights = Watched(routine.Weights, running),
        Scores = Watched(routine.Scores, running),
        Merge = Watched(routine.Merge, running),
        ForwardBlock = Watched(routine.ForwardBlock, running),
        BlockCount = Watched(routine.BlockCount, running),
        State = Watched(routine.State, running),
        Backward = Watched(routine.Backward, running),
    };

    public static LayerRoutine Watched(this LayerRoutine routine, RunningCalls running) => routine with
    {
        Forward = Watched(routine.Forward, running),
        ForwardAdd = Watched(routine.ForwardAdd, running),
        NewDecoder = routine.NewDecoder is null ? null : () => Watched(routine.NewDecoder(), running),
        NewCache = routine.NewCache is null ? null : () => Watched(routine.NewCache(), running),
    };

    private static LayerCache Watched(LayerCache cache, RunningCalls running) => cache with
    {
        Forward = Watched(cache.Forward, running),
        TruncateTo = Watched(cache.TruncateTo, running),
        CopyTo = Watched(cache.CopyTo, running),
        Reset = cache.Reset is null ? null : () =>
        {
            using RunningCalls.Running one = running.Begin();
            cache.Reset();
        },
    };

    private static AttentionCall? Watched(AttentionCall? call, RunningCalls running) => call is null ? null : (in operands, destination) =>
    {
        using RunningCalls.Running one = running.Begin();
        call(operands, destination);
    };

    private static AttentionCallWithLogSumExp? Watched(AttentionCallWithLogSumExp? call, RunningCalls running) => call is null ? null : (in operands, destination, logSumExp) =>
    {
        using RunningCalls.Running one = running.Begin();
        call(operands, destination, logSumExp);
    };

    private static AttentionScores? Watched(AttentionScores? call, RunningCalls running) => call is null ? null : (in operands, stage, destination) =>
    {
        using RunningCalls.Running one = running.Begin();
        call(operands, stage, destination);
    };

    private static AttentionMerge? Watched(AttentionMerge? call, RunningCalls running) => call is null ? null : (outputA, logSumExpA, outputB, logSumExpB, output, logSumExp) =>
    {
        using RunningCalls.Running one = running.Begin();
        call(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp);
    };

    private static AttentionBlockCall? Watched(AttentionBlockCall? call, RunningCalls running) => call is null ? null : (block, in operands, destination, logSumExp) =>
    {
        using RunningCalls.Running one = running.Begin();
        call(block, operands, destination, logSumExp);
    };

    private static AttentionState? Watched(AttentionState? state, RunningCalls running) => state is null ? null : new()
    {
        Length = Watched(state.Length, running)!,
        Begin = Watched(state.Begin, running)!,
        Continue = (in operands, firstKey, totalKeys, carried) =>
        {
            using RunningCalls.Running one = running.Begin();
            state.Continue(operands, firstKey, totalKeys, carried);
        },
        Finish = (carried, destination, logSumExp) =>
        {
            using RunningCalls.Running one = running.Begin();
            state.Finish(carried, destination, logSumExp);
        },
    };

    private static AttentionBackward? Watched(AttentionBackward? call, RunningCalls running) => call is null ? null : (in operands, context, logSumExp, contextGradient, in gradients) =>
    {
        using RunningCalls.Running one = running.Begin();
        call(operands, context, logSumExp, contextGradient, gradients);
    };

    private static LayerCall Watched(LayerCall call, RunningCalls running) => (inputs, destination) =>
    {
        using RunningCalls.Running one = running.Begin();
        call(inputs, destination);
    };

    private static LayerAddCall? Watched(LayerAddCall? call, RunningCalls running) => call is null ? null : (inputs, residual, destination) =>
    {
        using RunningCalls.Running one = running.Begin();
        call(inputs, residual, destination);
    };

    private static Func<int, int>? Watched(Func<int, int>? call, RunningCalls running) => call is null ? null : number =>
    {
        using RunningCalls.Running one = running.Begin();
        return call(number);
    };

    private static Action<T>? Watched<T>(Action<T>? call, RunningCalls running) => call is null ? null : argument =>
    {
        using RunningCalls.Running one = running.Begin();
        call(argument);
    };
}
