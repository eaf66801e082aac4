namespace SpanAttention.Verification;

internal sealed class AllocatesNothing : AttentionLaw
{
    public override string Equation => "bytes allocated by a call = 0, by the first call of a thread too";

    public override string Reason => "Scratch lies on the stack. A routine that runs every frame must leave nothing to the garbage collector.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary];

    public override bool Concerns(AttentionRoutine routine) => routine.Promises.HasFlag(AttentionPromises.NoAllocation);

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        float[] context = Calls.NewContext(source);
        float[] logSumExp = Calls.NewRows(source);
        float[] pairs = Calls.NewPairs(source);
        float[] merged = Calls.NewContext(source);
        float[] mergedSums = Calls.NewRows(source);
        return Allocates("Forward", () => routine.Forward(Calls.Operands(source), context))
            ?? Allocates("Forward with logSumExp", () => routine.ForwardWithLogSumExp?.Invoke(Calls.Operands(source), context, logSumExp))
            ?? Allocates("Weights", () => routine.Weights?.Invoke(Calls.Operands(source), pairs))
            ?? Allocates("Scores", () => routine.Scores?.Invoke(Calls.Operands(source), ScoreStage.Masked, pairs))
            ?? Allocates("Merge", () => routine.Merge?.Invoke(context, logSumExp, context, logSumExp, merged, mergedSums))
            ?? (routine.ForwardBlock is null ? null : Allocates("ForwardBlock", () => routine.ForwardBlock(routine.BlockCount!(source.QueryLength) - 1, Calls.Operands(source), context, logSumExp)));
    }

    private static Violation? Allocates(string name, Action call)
    {
        call(); // what is compiled and initialized once is not the call's
        long allocated = 0;
        Thread thread = new(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        return allocated == 0 ? null : new Violation($"managed memory that {name} allocates", "0 bytes", $"{allocated} bytes");
    }
}
