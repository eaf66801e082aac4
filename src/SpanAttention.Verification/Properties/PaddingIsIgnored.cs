namespace SpanAttention.Verification;

internal sealed class PaddingIsIgnored : AttentionLaw
{
    private const float LargeNumber = 1000;

    public override string Equation => "context(q, k, v, keyCount = n) = context of the first n keys, whatever lies behind them";

    public override string Reason => "Padding only fills memory: with large numbers in it, or NaN and ∞ where that is promised, results stay within the error bound of attention over the keys before it.";

    public override bool Concerns(AttentionRoutine routine) => routine.TakesKeyCount;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        bool poisons = routine.Promises.HasFlag(AttentionPromises.ReadsNoHidden);
        int count = source.KeyCount ?? source.Choice % (source.KeyLength + 1);
        AttentionCase padded = source.Copy() with { KeyCount = count };
        if (!routine.IsAskedAbout(padded))
        {
            return null;
        }

        for (int key = count; key < source.KeyLength; key++)
        {
            for (int head = 0; head < source.Shape.KeyValueHeads; head++)
            {
                padded.KeyHead(key, head).Fill(poisons ? float.NaN : LargeNumber);
                padded.ValueHead(key, head).Fill(poisons ? float.PositiveInfinity : -LargeNumber);
            }
        }

        AttentionReference reference = AttentionReference.Of(routine, padded);
        return Comparison.Contexts(padded, reference.Context, routine.CallForward(padded), reference.ContextBound)
            .Where($"with keyCount {count} and {(poisons ? "NaN and ∞" : "large numbers")} from there on")
            .Of(padded);
    }
}
