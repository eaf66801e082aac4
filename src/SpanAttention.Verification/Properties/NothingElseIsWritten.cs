namespace SpanAttention.Verification;

internal sealed class NothingElseIsWritten : AttentionLaw
{
    private const float Guard = 12345;
    private const int MostBefore = 40;

    public override string Equation => "a call writes all of its results, and nothing beside any of its spans";

    public override string Reason => "What is not written is what memory held before; what lies beside a span is another's.";

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        int before = 1 + (source.Choice % MostBefore);
        return RoutineCall.Affordable(routine, source).Select(call => Of(call, source, before)).FirstOrDefault(static violation => violation is not null);
    }

    private static Violation? Of(RoutineCall call, AttentionCase source, int before)
    {
        CallInputs inputs = call.Lay(source, new Surroundings(before, Guard, true));
        Guarded<float> first = new(Canary.Tensor(call.First), before, Guard);
        Guarded<float> second = new(Canary.Tensor(call.Second), before, Guard);
        inputs.Call(first.Span, second.Span);
        string? beside = inputs.WrittenBeside ?? (first.GuardsChanged ? call.Destination : second.GuardsChanged ? "logSumExp" : null);
        return beside is not null
            ? new Violation($"what lies beside {beside}, after {call.Name}", "the bits it had", "others")
            : Unwritten(call, [.. first.Span, .. second.Span]);
    }

    private static Violation? Unwritten(RoutineCall call, float[] results)
    {
        int index = Canary.Unwritten(results);
        return index < 0 ? null : new Violation(call.Place(index), "written", "not written");
    }
}
