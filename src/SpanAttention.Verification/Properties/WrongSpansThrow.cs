namespace SpanAttention.Verification;

internal sealed class WrongSpansThrow : AttentionLaw
{
    public override string Equation => "a span that does not have its shape → ArgumentException that names it, and nothing is written";

    public override string Reason => "A call that fails half-way leaves results that look right; checks come first.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary];

    public override bool Concerns(AttentionRoutine routine) => routine.Promises.HasFlag(AttentionPromises.ChecksSpans);

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionShape shape = source.Shape;
        return WrongLength(routine, source, "query", source.Query, shape.QueryLength, shape.Heads * shape.HeadDim, static (source, query) => source with { Query = query })
            ?? WrongLength(routine, source, "key", source.Key, shape.KeyLength, shape.KeyValueHeads * shape.HeadDim, static (source, key) => source with { Key = key })
            ?? WrongLength(routine, source, "value", source.Value, source.KeyLength, shape.KeyValueHeads * shape.ValueDim, static (source, value) => source with { Value = value })
            ?? WrongLength(routine, source, "mask", source.Mask, source.KeyLength, 1, static (source, mask) => source with { Mask = mask })
            ?? WrongLength(routine, source, "bias", source.Bias, source.KeyLength, 1, static (source, bias) => source with { Bias = bias })
            ?? WrongLength(routine, source, "sinks", source.Sinks, source.KeyLength, 1, static (source, sinks) => source with { Sinks = sinks })
            ?? WrongDestination(routine, source)
            ?? WrongLogSumExp(routine, source)
            ?? WrongCount(routine, source);
    }

    private static Violation? WrongLength<T>(AttentionRoutine routine, AttentionCase source, string name, T[] tensor, int declared, int width, Func<AttentionCase, T[], AttentionCase> with)
        where T : struct
    {
        // Of a tensor that need not be there, or whose tokens are single floats in any number, every length is one.
        if (tensor.Length == 0 || (declared == 0 && width == 1))
        {
            return null;
        }

        return Throws(routine, with(source, tensor[1..]), Calls.NewContext(source), name, $"{name} is one element too short")
            ?? Throws(routine, with(source, [.. tensor, default]), Calls.NewContext(source), name, $"{name} is one element too long");
    }

    private static Violation? WrongDestination(AttentionRoutine routine, AttentionCase source)
    {
        float[] context = Calls.NewContext(source);
        return Throws(routine, source, context[1..], "destination", "destination is one float too short");
    }

    private static Violation? WrongLogSumExp(AttentionRoutine routine, AttentionCase source)
    {
        if (routine.ForwardWithLogSumExp is null)
        {
            return null;
        }

        float[] context = Calls.NewContext(source);
        float[] logSumExp = Calls.NewRows(source)[1..];
        const string Mistake = "logSumExp is one float too short";
        return Refusals.Missing(written => routine.ForwardWithLogSumExp(Calls.Operands(source), written, logSumExp), context, "logSumExp", Mistake)
            ?? Refusals.Written(logSumExp, Mistake);
    }

    private static Violation? WrongCount(AttentionRoutine routine, AttentionCase source) =>
        !routine.TakesKeyCount
            ? null
            : Throws(routine, source with { KeyCount = -1 }, Calls.NewContext(source), "keyCount", "keyCount is −1")
                ?? Throws(routine, source with { KeyCount = source.KeyLength + 1 }, Calls.NewContext(source), "keyCount", "keyCount is one more than the keys");

    private static Violation? Throws(AttentionRoutine routine, AttentionCase wrong, float[] destination, string parameter, string mistake) =>
        Refusals.Missing(written => routine.Forward(Calls.Operands(wrong), written), destination, parameter, mistake);
}
