namespace SpanAttention.Verification;

internal sealed class WrongSpansThrow : AttentionLaw
{
    public override string Equation => "a span that does not have its shape → ArgumentException that names it, and nothing is written";

    public override string Reason => "A call that fails half-way leaves results that look right; checks come first.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary];

    public override bool Concerns(AttentionRoutine routine) => routine.Promise(AttentionPromises.ChecksSpans);

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
        return Throws(() => routine.ForwardWithLogSumExp(Calls.Operands(source), context, logSumExp), "logSumExp", "logSumExp is one float too short")
            ?? Untouched(context, "logSumExp is one float too short")
            ?? Untouched(logSumExp, "logSumExp is one float too short");
    }

    private static Violation? WrongCount(AttentionRoutine routine, AttentionCase source) =>
        !routine.TakesKeyCount
            ? null
            : Throws(routine, source with { KeyCount = -1 }, Calls.NewContext(source), "keyCount", "keyCount is −1")
                ?? Throws(routine, source with { KeyCount = source.KeyLength + 1 }, Calls.NewContext(source), "keyCount", "keyCount is one more than the keys");

    private static Violation? Throws(AttentionRoutine routine, AttentionCase wrong, float[] destination, string parameter, string mistake) =>
        Throws(() => routine.Forward(Calls.Operands(wrong), destination), parameter, mistake) ?? Untouched(destination, mistake);

    private static Violation? Throws(Action call, string parameter, string mistake)
    {
        try
        {
            call();
        }
        catch (ArgumentException exception) when (exception.ParamName == parameter)
        {
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Violation($"the call where {mistake}", $"ArgumentException that names {parameter}", $"{exception.GetType().Name}: {exception.Message}");
        }

        return new Violation($"the call where {mistake}", $"ArgumentException that names {parameter}", "no exception");
    }

    private static Violation? Untouched(float[] tensor, string mistake) =>
        Calls.IsUnwritten(tensor) ? null : new Violation($"the destination of the call where {mistake}", "not written", "written");
}
