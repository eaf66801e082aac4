namespace SpanAttention.Verification;

internal sealed class CopiedCachesGoOnAlone : LayerLaw
{
    public override string Equation => "a cache and its copy go on as if each had taken all tokens itself, whatever the copy held before";

    public override string Reason => "A prompt that several continuations share is one cache, copied: what one adds is not in the others.";

    public override IReadOnlyList<CaseKind> Kinds => LayerCases.Finite;

    public override bool Concerns(LayerRoutine routine) => routine.NewCache?.Invoke().CopyTo is not null;

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        int shared = source.Choice % (source.Tokens + 1);
        LayerCase other = Replacements.With(source, index => index / source.InputDim >= shared, 2, source.Choice);
        LayerCache cache = routine.NewCache!();
        LayerCache copy = routine.NewCache();
        float[] outputs = LayerCalls.NewOutputs(routine, source.Tokens);
        float[] copied = LayerCalls.NewOutputs(routine, source.Tokens);
        LayerCalls.Call(routine, cache.Forward, source, outputs, 0, shared);
        LayerCalls.Call(routine, copy.Forward, other, LayerCalls.NewOutputs(routine, source.Tokens), 0, source.Choice % 2 == 0 ? 0 : source.Tokens);
        cache.CopyTo!(copy);
        outputs.AsSpan(0, shared * routine.OutputDim).CopyTo(copied);

        // In turns, so that what one adds would be seen by the other.
        foreach ((int first, int count) in LayerCalls.Parts(source, shared, source.Tokens - shared))
        {
            copy.Forward(other.Slice(first, count), LayerCalls.Rows(routine, copied, first, count));
            cache.Forward(source.Slice(first, count), LayerCalls.Rows(routine, outputs, first, count));
        }

        return LayerCalls.Difference(routine, routine.CallDecoder(source), outputs).Where($"of a cache that was copied after {shared} tokens")
            ?? LayerCalls.Difference(routine, routine.CallDecoder(other), copied).Where($"of a copy made after {shared} tokens").Of(other);
    }
}
