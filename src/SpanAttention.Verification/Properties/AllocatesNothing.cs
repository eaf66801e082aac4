namespace SpanAttention.Verification;

internal sealed class AllocatesNothing : AttentionLaw
{
    public override string Equation => "bytes allocated by a call = 0, by the first call of a thread too";

    public override string Reason => "Scratch lies on the stack. A routine that runs every frame must leave nothing to the garbage collector.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary];

    public override bool Concerns(AttentionRoutine routine) => routine.Promises.HasFlag(AttentionPromises.NoAllocation);

    // The first call, and one of the others by choice: each has its turn.
    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        (string Name, Action Call)[] calls = [.. Made(routine, source)];
        (string name, Action call) = calls[source.Choice % calls.Length];
        return Allocates(calls[0].Name, calls[0].Call) ?? (call == calls[0].Call ? null : Allocates(name, call));
    }

    private static IEnumerable<(string Name, Action Call)> Made(AttentionRoutine routine, AttentionCase source)
    {
        float[] context = Calls.NewContext(source);
        float[] logSumExp = Calls.NewRows(source);
        foreach (RoutineCall call in RoutineCall.Of(routine, source))
        {
            float[] first = Calls.NewTensor(call.First);
            float[] second = Calls.NewTensor(call.Second);
            yield return (call.Name, () => call.Invoke(Calls.Operands(source), first, second));
        }

        if (routine.Merge is { } merge)
        {
            float[] merged = Calls.NewContext(source);
            float[] sums = Calls.NewRows(source);
            yield return ("Merge", () => merge(context, logSumExp, context, logSumExp, merged, sums));
        }
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
