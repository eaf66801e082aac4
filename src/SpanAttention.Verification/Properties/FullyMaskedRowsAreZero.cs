namespace SpanAttention.Verification;

internal sealed class FullyMaskedRowsAreZero : AttentionLaw
{
    public override string Equation => "context_i = 0 and logSumExp_i = −∞ (the sink, where there is one) for a query i that sees no key";

    public override string Reason => "An empty sum is 0, and its logarithm −∞; neither a mean of hidden values nor 0 / 0 is.";

    public override bool Concerns(AttentionRoutine routine) =>
        routine.TakesKeyCount
        || routine.Shape.Mask != AttentionMask.None
        || routine.Shape.Bias != AttentionBias.None
        || (routine.Shape is { Causal: true, Alignment: QueryAlignment.BottomRight } && (routine.Shape.QueryLength == 0 || routine.Shape.KeyLength == 0 || routine.Shape.QueryLength > routine.Shape.KeyLength));

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase masked = WithFewKeys(routine, source);
        float[] context = routine.CallForward(masked);
        float[] logSumExp = routine.ForwardWithLogSumExp is null ? [] : routine.CallForwardWithLogSumExp(masked).LogSumExp;
        foreach ((int head, int row) in masked.Rows.Where(row => !masked.SeenKeys(row.Head, row.Row).Any()))
        {
            Span<float> actual = masked.ContextHead(context, row, head);
            int x = actual.IndexOfAnyExcept(0f);
            if (x >= 0)
            {
                return new Violation($"{Comparison.ContextPlace(row, head, x)}, which sees no key", "0", Comparison.Number(actual[x]));
            }

            int index = (head * masked.QueryLength) + row;
            float expected = masked.Shape.Sinks ? masked.Sinks[head] : float.NegativeInfinity;
            if (logSumExp.Length > 0 && logSumExp[index] != expected)
            {
                return new Violation($"{Comparison.RowPlace(masked, "logSumExp", index)}, which sees no key", Comparison.Number(expected), Comparison.Number(logSumExp[index]));
            }
        }

        return null;
    }

    // By padding where the routine knows it, else by a mask.
    private static AttentionCase WithFewKeys(AttentionRoutine routine, AttentionCase source)
    {
        if (routine.TakesKeyCount)
        {
            return source with { KeyCount = source.Choice % 2 == 0 ? 0 : source.KeyCount };
        }

        return source.Mask.Length > 0 && source.Choice % 2 == 0 ? source with { Mask = new bool[source.Mask.Length] } : source;
    }
}
