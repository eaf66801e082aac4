namespace SpanAttention.Verification;

internal sealed class SavedCachesGoOn : LayerLaw
{
    public override string Equation => "append, save, load elsewhere, append = append, whatever was there before; and the saved cache goes on, too";

    public override string Reason => "A prompt that was read once is saved, and a conversation taken up where it was left, by another process or another machine.";

    public override IReadOnlyList<CaseKind> Kinds => LayerCases.Finite;

    public override bool Concerns(LayerRoutine routine) => routine.NewCache?.Invoke() is { Save: not null, Load: not null };

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        int saved = source.Choice % (source.Tokens + 1);
        LayerCase other = Replacements.With(source, static _ => true, 2, source.Choice);
        LayerCache cache = routine.NewCache!();
        LayerCache loaded = routine.NewCache();
        float[] outputs = LayerCalls.NewOutputs(routine, source.Tokens);
        float[] later = LayerCalls.NewOutputs(routine, source.Tokens);
        LayerCalls.Call(routine, cache.Forward, source, outputs, 0, saved);
        LayerCalls.Call(routine, loaded.Forward, other, LayerCalls.NewOutputs(routine, source.Tokens), 0, source.Choice % 2 == 0 ? 0 : source.Tokens);
        loaded.Load!(cache.Save!());
        outputs.AsSpan(0, saved * routine.OutputDim).CopyTo(later);
        LayerCalls.Call(routine, loaded.Forward, source, later, saved, source.Tokens - saved);
        LayerCalls.Call(routine, cache.Forward, source, outputs, saved, source.Tokens - saved);
        float[] expected = routine.CallDecoder(source);
        return LayerCalls.Difference(routine, expected, later).Where($"of a cache that was loaded with {saved} tokens")
            ?? LayerCalls.Difference(routine, expected, outputs).Where($"of a cache that was saved after {saved} tokens");
    }
}
