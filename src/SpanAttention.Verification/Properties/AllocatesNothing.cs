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
        RoutineCall[] calls = [.. RoutineCall.Of(routine, source)];
        RoutineCall other = calls[source.Choice % calls.Length];
        return Allocates(calls[0], source) ?? (other == calls[0] ? null : Allocates(other, source));
    }

    private static Violation? Allocates(RoutineCall call, AttentionCase source)
    {
        CallInputs inputs = call.Lay(source, Surroundings.Plain);
        float[] first = Calls.NewTensor(call.First);
        float[] second = Calls.NewTensor(call.Second);
        inputs.Call(first, second); // what is compiled and initialized once is not the call's
        long allocated = 0;
        Thread thread = new(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            inputs.Call(first, second);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        return allocated == 0 ? null : new Violation($"managed memory that {call.Name} allocates", "0 bytes", $"{allocated} bytes");
    }
}
