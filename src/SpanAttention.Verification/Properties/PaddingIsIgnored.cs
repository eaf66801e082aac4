namespace SpanAttention.Verification;

internal sealed class PaddingIsIgnored : AttentionLaw
{
    public override string Equation => "context(q, k, v, keyCount = n) = context of the first n keys, whatever lies behind them";

    public override string Reason => "Padding only fills memory: with NaN and ∞ in it, results stay within the error bound of attention over the keys before it.";

    public override bool Concerns(AttentionRoutine routine) => routine.TakesKeyCount;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        int count = source.KeyCount ?? source.Choice % (source.KeyLength + 1);
        AttentionCase padded = source.Copy() with { KeyCount = count };
        for (int key = count; key < source.KeyLength; key++)
        {
            for (int head = 0; head < source.Shape.KeyValueHeads; head++)
            {
                padded.KeyHead(key, head).Fill(float.NaN);
                padded.ValueHead(key, head).Fill(float.PositiveInfinity);
            }
        }

        Violation? violation = Comparison.Contexts(padded, DoubleReference.Context(padded), routine.CallForward(padded), ErrorBound.Of(padded).Context);
        return violation is null ? null : violation with { Place = $"{violation.Place}, with keyCount {count} and NaN and ∞ from there on" };
    }
}
