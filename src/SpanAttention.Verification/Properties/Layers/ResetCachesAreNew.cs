namespace SpanAttention.Verification;

internal sealed class ResetCachesAreNew : LayerLaw
{
    public override string Equation => "append, reset, append = append to a new cache";

    public override string Reason => "A cache that serves another sequence holds nothing of the last one: neither tokens nor their number, by which positions count.";

    public override IReadOnlyList<CaseKind> Kinds => LayerCases.Finite;

    public override bool Concerns(LayerRoutine routine) => routine.NewCache?.Invoke().Reset is not null;

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        LayerCase other = Replacements.With(source, static _ => true, 2, source.Choice);
        LayerCache cache = routine.NewCache!();
        LayerCalls.Call(routine, cache.Forward, other, LayerCalls.NewOutputs(routine, source.Tokens), 0, source.Tokens);
        cache.Reset!();
        float[] outputs = LayerCalls.NewOutputs(routine, source.Tokens);
        LayerCalls.Call(routine, cache.Forward, source, outputs, 0, source.Tokens);
        return LayerCalls.Difference(routine, routine.CallDecoder(source), outputs).Where($"after {source.Tokens} tokens and a reset");
    }
}
