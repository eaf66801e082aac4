namespace SpanAttention.Verification;

internal sealed class TruncatedTokensNeverWere : LayerLaw
{
    public override string Equation => "append, cut, append = append";

    public override string Reason => "A cache that is cut to n tokens holds the first n, and what follows comes after them: nothing of those that are cut is left.";

    public override IReadOnlyList<CaseKind> Kinds => LayerCases.Finite;

    public override bool Concerns(LayerRoutine routine) => routine.NewCache?.Invoke().TruncateTo is not null;

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        LayerCase other = Replacements.With(source, static _ => true, 2, source.Choice);
        int kept = source.Choice % (source.Tokens + 1);
        LayerCache cache = routine.NewCache!();
        float[] outputs = LayerCalls.NewOutputs(routine, source.Tokens);

        // The first tokens, then others in place of the rest, which are cut: all of them, or one by one.
        LayerCalls.Call(routine, cache.Forward, source, outputs, 0, kept);
        LayerCalls.Call(routine, cache.Forward, other, LayerCalls.NewOutputs(routine, source.Tokens), kept, source.Tokens - kept);
        if (!Cut(routine, cache, kept))
        {
            return null;
        }

        LayerCalls.Call(routine, cache.Forward, source, outputs, kept, source.Tokens - kept);
        return LayerCalls.Difference(routine, routine.CallDecoder(source), outputs).Where($"after {source.Tokens} tokens were cut to {kept}");
    }

    // A ring may have given up what the next token sees; it must then say so, and not go on.
    private static bool Cut(LayerRoutine routine, LayerCache cache, int kept)
    {
        try
        {
            cache.TruncateTo!(kept);
            return true;
        }
        catch (ArgumentOutOfRangeException) when (routine.LeftWindow >= 0 || routine.Shape is { LeftWindow: >= 0 })
        {
            return false;
        }
    }
}
