namespace SpanAttention.Verification;

internal sealed class WrongSpansThrow : AttentionLaw
{
    private static readonly string[] MergeParameters = ["outputA", "logSumExpA", "outputB", "logSumExpB", "output", "logSumExp"];

    public override string Equation => "a span that does not have its shape → ArgumentException that names it, and nothing is written";

    public override string Reason => "A call that fails half-way leaves results that look right; checks come first.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary];

    public override Reach Reach => Reach.Short;

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
            ?? WrongResults(routine, source)
            ?? WrongMerge(routine, source)
            ?? WrongBlock(routine, source)
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

        return Throws(routine, with(source, tensor[1..]), source, name, $"{name} is one element too short")
            ?? Throws(routine, with(source, [.. tensor, default]), source, name, $"{name} is one element too long");
    }

    // Of what a call writes, each span is a float too short, in every call that the routine has.
    private static Violation? WrongResults(AttentionRoutine routine, AttentionCase source) => RoutineCall.Of(routine, source)
        .Select(call => WrongResult(call, source, "destination", call.First - 1, call.Second) ?? (call.Second == 0 ? null : WrongResult(call, source, "logSumExp", call.First, call.Second - 1)))
        .FirstOrDefault(static violation => violation is not null);

    private static Violation? WrongResult(RoutineCall call, AttentionCase source, string name, int first, int second)
    {
        string mistake = $"{name} of {call.Name} is one float too short";
        float[] logSumExp = Calls.NewTensor(second);
        return Refusals.Missing(written => call.Invoke(Calls.Operands(source), written, logSumExp), Calls.NewTensor(first), name, mistake) ?? Refusals.Written(logSumExp, mistake);
    }

    private static Violation? WrongMerge(AttentionRoutine routine, AttentionCase source) => routine.Merge is null
        ? null
        : WrongPart(routine, source, "outputA", 1, 0, 0, 0, 0) ?? WrongPart(routine, source, "logSumExpA", 0, 1, 0, 0, 0) ?? WrongPart(routine, source, "outputB", 0, 0, 1, 0, 0)
            ?? WrongPart(routine, source, "logSumExpB", 0, 0, 0, 1, 0) ?? WrongPart(routine, source, "logSumExp", 0, 0, 0, 0, 1);

    private static Violation? WrongPart(AttentionRoutine routine, AttentionCase source, string name, int outputA, int logSumExpA, int outputB, int logSumExpB, int logSumExp)
    {
        (float[] contexts, float[] rows) = (new float[Calls.NewContext(source).Length], new float[Calls.NewRows(source).Length]);
        float[] output = Calls.NewContext(source);
        float[] sums = Calls.NewRows(source)[logSumExp..];
        string mistake = $"{name} of Merge is one float too short";
        return Refusals.Missing(written => routine.Merge!(contexts.AsSpan(outputA), rows.AsSpan(logSumExpA), contexts.AsSpan(outputB), rows.AsSpan(logSumExpB), written, sums), output, name, mistake, MergeParameters)
            ?? Refusals.Written(sums, mistake);
    }

    private static Violation? WrongBlock(AttentionRoutine routine, AttentionCase source)
    {
        if (routine.ForwardBlock is null)
        {
            return null;
        }

        float[] logSumExp = Calls.NewRows(source);
        return new[] { -1, routine.BlockCount!(source.QueryLength) }
            .Select(block => Refusals.Missing(written => routine.ForwardBlock(block, Calls.Operands(source), written, logSumExp), Calls.NewContext(source), "block", FormattableString.Invariant($"block is {block}")))
            .FirstOrDefault(static violation => violation is not null);
    }

    private static Violation? WrongCount(AttentionRoutine routine, AttentionCase source) =>
        !routine.TakesKeyCount
            ? null
            : Throws(routine, source with { KeyCount = -1 }, source, "keyCount", "keyCount is −1")
                ?? Throws(routine, source with { KeyCount = source.KeyLength + 1 }, source, "keyCount", "keyCount is one more than the keys");

    private static Violation? Throws(AttentionRoutine routine, AttentionCase wrong, AttentionCase right, string parameter, string mistake) => RoutineCall.Of(routine, right)
        .Where(call => Takes(call, parameter))
        .Select(call => Refusals.Missing(written => call.Invoke(Calls.Operands(wrong), written.AsSpan(0, call.First), written.AsSpan(call.First)), Calls.NewTensor(call.First + call.Second), parameter, $"{mistake}, of {call.Name}"))
        .FirstOrDefault(static violation => violation is not null);

    // Weights and scores read no values, and scores neither keyCount nor sinks.
    private static bool Takes(RoutineCall call, string parameter) => call.Name switch
    {
        "Weights" => parameter is not "value",
        "Scores" => parameter is not ("value" or "keyCount" or "sinks"),
        _ => true,
    };
}
