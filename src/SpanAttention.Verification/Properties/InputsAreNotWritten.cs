namespace SpanAttention.Verification;

internal sealed class InputsAreNotWritten : AttentionLaw
{
    public override string Equation => "query, key, value, mask, bias and sinks, and the parts of a merge, have the same bits after a call as before it";

    public override string Reason => "They are another's: the next head, layer or call reads them. A span that is read-only can still be written through.";

    public override Reach Reach => Reach.Short;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        foreach (RoutineCall call in RoutineCall.Of(routine, source))
        {
            CallInputs inputs = call.Lay(source, Surroundings.Plain);
            call.Results(inputs);
            if (inputs.Written is { } tensor)
            {
                return new Violation($"{tensor} after {call.Name}", "the bits it had", "others");
            }
        }

        return null;
    }
}
