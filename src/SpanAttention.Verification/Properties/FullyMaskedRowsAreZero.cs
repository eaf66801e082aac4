namespace SpanAttention.Verification;

internal sealed class FullyMaskedRowsAreZero : AttentionLaw
{
    public override string Equation => "context_i = 0 and logSumExp_i = −∞ (the sink, where there is one) for a query i that sees no key; NaN where EmptyRows says so";

    public override string Reason => "An empty sum is 0, and its logarithm −∞; neither a mean of hidden values nor 0 / 0 is.";

    public override bool Concerns(AttentionRoutine routine) =>
        routine.EmptyRows != EmptyRows.Anything
        && (routine.TakesKeyCount || routine.Shape is { Mask: not AttentionMask.None } or { Bias: not AttentionBias.None } || (Positions(routine.Shape) && !routine.QueriesAreLastKeys));

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase masked = WithFewKeys(routine, source);
        if (!routine.IsAskedAbout(masked))
        {
            return null;
        }

        float[] context = routine.CallForward(masked);
        float[] logSumExp = routine.ForwardWithLogSumExp is null ? [] : routine.CallForwardWithLogSumExp(masked).LogSumExp;
        float[] weights = routine.Weights is null ? [] : routine.CallWeights(masked);
        return masked.Rows
            .Where(row => !masked.SeesAny(row.Head, row.Row))
            .Select(row => Context(routine, masked, context, row) ?? LogSumExp(routine, masked, logSumExp, row) ?? Weights(routine, masked, weights, row))
            .FirstOrDefault(static violation => violation is not null)
            .Of(masked);
    }

    // Some lengths leave a query without keys.
    private static bool Positions(AttentionShape shape) =>
        (shape.Causal || shape.LeftWindow >= 0 || shape.RightWindow >= 0)
        && (shape.QueryLength == 0 || shape.KeyLength == 0 || shape.QueryLength > shape.KeyLength);

    private static Violation? Context(AttentionRoutine routine, AttentionCase masked, float[] context, (int Head, int Row) row)
    {
        Span<float> actual = masked.ContextHead(context, row.Row, row.Head);
        int wrong = 0;
        while (wrong < actual.Length && IsEmpty(routine, actual[wrong]))
        {
            wrong++;
        }

        return wrong == actual.Length ? null : new Violation($"{Comparison.ContextPlace(row.Row, row.Head, wrong)}, which sees no key", $"{(routine.EmptyRows == EmptyRows.NaN ? "NaN" : "0")}", Comparison.Words(actual[wrong]));
    }

    private static Violation? LogSumExp(AttentionRoutine routine, AttentionCase masked, float[] logSumExp, (int Head, int Row) row)
    {
        if (logSumExp.Length == 0)
        {
            return null;
        }

        int index = (row.Head * masked.QueryLength) + row.Row;
        float actual = logSumExp[index];
        float expected = masked.Shape.Sinks ? masked.Sinks[row.Head] : float.NegativeInfinity;
        bool right = actual == expected || (routine.EmptyRows == EmptyRows.NaN && float.IsNaN(actual) && !Canary.IsUnwritten(actual));
        return right ? null : new Violation($"{Comparison.RowPlace(masked, "logSumExp", index)}, which sees no key", Comparison.Number(expected), Comparison.Words(actual));
    }

    private static Violation? Weights(AttentionRoutine routine, AttentionCase masked, float[] weights, (int Head, int Row) row)
    {
        int start = ((row.Head * masked.QueryLength) + row.Row) * masked.KeyLength;
        for (int index = start; index < start + masked.KeyLength && weights.Length > 0; index++)
        {
            if (!IsEmpty(routine, weights[index]) && weights[index] != 0)
            {
                return new Violation($"{Comparison.PairPlace(masked, "weight", index)}, which sees no key", "0", Comparison.Words(weights[index]));
            }
        }

        return null;
    }

    private static bool IsEmpty(AttentionRoutine routine, float number) => routine.EmptyRows == EmptyRows.NaN ? float.IsNaN(number) && !Canary.IsUnwritten(number) : number == 0;

    // By padding where the routine knows it, else by a mask.
    private static AttentionCase WithFewKeys(AttentionRoutine routine, AttentionCase source)
    {
        if (routine.TakesKeyCount && !routine.QueriesAreLastKeys)
        {
            return source with { KeyCount = source.Choice % 2 == 0 ? 0 : source.KeyCount };
        }

        return source.Mask.Length > 0 && source.Choice % 2 == 0 ? source with { Mask = new bool[source.Mask.Length] } : source;
    }
}
