namespace SpanAttention.Verification;

internal sealed class WrongSpansThrow : AttentionLaw
{
    // What a declared type of self-attention calls its only tensor.
    private const string Tokens = "inputs";

    public override string Equation => "a span that does not have its shape → ArgumentException that names it, and nothing is written";

    public override string Reason => "A call that fails half-way leaves results that look right; checks come first.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary];

    public override Reach Reach => Reach.Short;

    public override bool Concerns(AttentionRoutine routine) => routine.Promises.HasFlag(AttentionPromises.ChecksSpans);

    public override Violation? Find(AttentionRoutine routine, AttentionCase source) => RoutineCall.Affordable(routine, source)
        .Select(call => WrongInput(call, source) ?? WrongResult(call, source) ?? (routine.TakesKeyCount && Takes(call, "keyCount") ? WrongCount(call, source) : null))
        .Append(WrongBlock(routine, source))
        .FirstOrDefault(static violation => violation is not null);

    // Each tensor is an element too short, then too long.
    private static Violation? WrongInput(RoutineCall call, AttentionCase source)
    {
        CallInputs inputs = call.Lay(source, Surroundings.Plain);
        return inputs.Tensors
            .Where(input => input.Tensor.Length > 0 && Takes(call, input.Name) && !IsAnyLength(source.Shape, input.Name))
            .Select(input => Resized(call, inputs, input, -1, "short") ?? Resized(call, inputs, input, 1, "long"))
            .FirstOrDefault(static violation => violation is not null);
    }

    private static Violation? Resized(RoutineCall call, CallInputs inputs, (string Name, Guarded Tensor) input, int by, string how)
    {
        input.Tensor.Extra = by;
        Violation? violation = Refused(call, inputs, call.First, call.Second, input.Name, $"{input.Name} of {call.Name} is one element too {how}");
        input.Tensor.Extra = 0;
        return violation;
    }

    // Of what a call writes, each span is a float too short.
    private static Violation? WrongResult(RoutineCall call, AttentionCase source)
    {
        CallInputs inputs = call.Lay(source, Surroundings.Plain);
        return Refused(call, inputs, call.First - 1, call.Second, call.Destination, $"{call.Destination} of {call.Name} is one float too short")
            ?? (call.Second == 0 ? null : Refused(call, inputs, call.First, call.Second - 1, "logSumExp", $"logSumExp of {call.Name} is one float too short"));
    }

    private static Violation? WrongCount(RoutineCall call, AttentionCase source) =>
        Refused(call, call.Lay(source with { KeyCount = -1 }, Surroundings.Plain), call.First, call.Second, "keyCount", $"keyCount of {call.Name} is −1")
        ?? Refused(call, call.Lay(source with { KeyCount = source.KeyLength + 1 }, Surroundings.Plain), call.First, call.Second, "keyCount", $"keyCount of {call.Name} is one more than the keys");

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

    private static Violation? Refused(RoutineCall call, CallInputs inputs, int first, int second, string parameter, string mistake)
    {
        float[] logSumExp = Calls.NewTensor(second);
        return Refusals.Missing(written => inputs.Call(written, logSumExp), Calls.NewTensor(first), parameter, mistake, [.. call.Interchangeable, .. inputs.IsOneTensor ? [Tokens] : Array.Empty<string>()]) ?? Refusals.Written(logSumExp, mistake);
    }

    // Weights and scores read no values, and scores neither keyCount nor sinks; a merge has no keys to count.
    private static bool Takes(RoutineCall call, string parameter) => call.Name switch
    {
        "Weights" => parameter is not "value",
        "Scores" => parameter is not ("value" or "keyCount" or "sinks"),
        "Merge" => parameter is not "keyCount",
        _ => true,
    };

    // Tokens that are single floats, in any number.
    private static bool IsAnyLength(AttentionShape shape, string parameter) => parameter switch
    {
        "query" => shape.QueryLength == 0 && shape.Heads * shape.HeadDim == 1,
        "key" => shape.KeyLength == 0 && shape.KeyValueHeads * shape.HeadDim == 1,
        _ => false,
    };
}
