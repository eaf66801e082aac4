namespace SpanAttention.Verification;

internal sealed class LayerAllocatesNothing : LayerLaw
{
    private const int MostTries = 20;

    public override string Equation => "bytes allocated by a call = 0, once the same calls have been made";

    public override string Reason => "A layer's workspace grows to what its calls need and stays; a token that is decoded must leave nothing to the garbage collector.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary];

    public override bool Concerns(LayerRoutine routine) => routine.Promises.HasFlag(AttentionPromises.NoAllocation);

    public override Violation? Find(LayerRoutine routine, LayerCase source) =>
        LayerForm.FirstViolation(routine, form => Allocates(routine, source, form));

    private static Violation? Allocates(LayerRoutine routine, LayerCase source, LayerForm form)
    {
        (int First, int Count)[] parts = form.IsCached ? [.. LayerCalls.Parts(source)] : [(0, source.Tokens)];
        float[] outputs = LayerCalls.NewOutputs(routine, source.Tokens);
        CallAll(form.NewCall(source.Tokens));
        long allocated = Allocated(() => form.NewCall(source.Tokens), CallAll);
        return allocated == 0 ? null : new Violation($"managed memory that {form.Name} takes", "0 bytes", $"{allocated} bytes");

        void CallAll(LayerCall call)
        {
            foreach ((int first, int count) in parts)
            {
                call(source.Slice(first, count), LayerCalls.Rows(routine, outputs, first, count));
            }
        }
    }

    // The runtime also counts what is left of the thread's allocation buffer where a collection takes that away, so that one try proves nothing: the least of several is the call's own.
    private static long Allocated(Func<LayerCall> newCall, Action<LayerCall> callAll)
    {
        long least = long.MaxValue;
        for (int tries = 0; tries < MostTries && least > 0; tries++)
        {
            LayerCall call = newCall();
            long before = GC.GetAllocatedBytesForCurrentThread();
            callAll(call);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
