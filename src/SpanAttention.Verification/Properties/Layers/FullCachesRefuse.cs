namespace SpanAttention.Verification;

internal sealed class FullCachesRefuse : LayerLaw
{
    private const long LargestWork = 4_000_000;

    public override string Equation => "more tokens than ContextLength → InvalidOperationException, nothing is written, and the cache goes on as before";

    public override string Reason => "What does not fit must not overwrite what is there.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary];

    public override Reach Reach => Reach.Short;

    public override bool Concerns(LayerRoutine routine) =>
        routine is { HasCache: true, ContextLength: > 0, LeftWindow: < 0 }
        && routine.Promises.HasFlag(AttentionPromises.ChecksSpans)
        && (long)routine.ContextLength * routine.InputDim * routine.OutputDim <= LargestWork;

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        int tokens = routine.ContextLength;
        LayerCase full = Replacements.With(new LayerCase(source.InputDim, [tokens]) { Inputs = new float[(tokens + 1) * source.InputDim] }, static _ => true, 1, source.Choice);
        LayerCall call = routine.NewCall();
        int first = source.Choice % tokens;
        LayerCalls.Call(routine, call, full, LayerCalls.NewOutputs(routine, tokens), 0, first);
        float[] refused = LayerCalls.NewOutputs(routine, tokens + 1 - first);
        try
        {
            call(full.Inputs.AsSpan(first * source.InputDim), refused);
            return new Violation($"the call of {tokens + 1 - first} tokens on a cache that holds {first} of {tokens}", "InvalidOperationException", "no exception");
        }
        catch (InvalidOperationException)
        {
        }

        float[] outputs = LayerCalls.NewOutputs(routine, tokens - first);
        call(full.Slice(first, tokens - first), outputs);
        LayerCase fitting = full with { Inputs = full.Inputs[..(tokens * source.InputDim)] };
        return LayerCalls.Written(routine, full.Inputs[(first * source.InputDim)..], refused, $"{tokens + 1 - first} tokens are too many")
            ?? LayerCalls.Difference(routine, routine.CallForward(fitting)[(first * routine.OutputDim)..], outputs).Where($"counted from token {first}, after a call that was refused");
    }
}
