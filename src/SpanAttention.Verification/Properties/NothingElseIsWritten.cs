namespace SpanAttention.Verification;

internal sealed class NothingElseIsWritten : AttentionLaw
{
    private const float Guard = 12345;
    private const int MostBefore = 40;

    public override string Equation => "a call writes all of its results, and nothing beside any of its spans";

    public override string Reason => "What is not written is what memory held before; what lies beside a span is another's.";

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        foreach (RoutineCall call in RoutineCall.Of(routine, source))
        {
            int before = 1 + (source.Choice % MostBefore);
            GuardedCase guarded = new(source, before, Guard);
            Guarded<float> first = new(Canary.Tensor(call.First), before, Guard);
            Guarded<float> second = new(Canary.Tensor(call.Second), before, Guard);
            call.Invoke(guarded.Operands, first.Span, second.Span);
            string? beside = guarded.WrittenBeside() ?? (first.GuardsChanged ? "destination" : second.GuardsChanged ? "logSumExp" : null);
            if (beside is not null)
            {
                return new Violation($"what lies beside {beside}, after {call.Name}", "the bits it had", "others");
            }

            if (Unwritten(call, first.Span, "destination") is { } violation || (violation = Unwritten(call, second.Span, "logSumExp")) is not null)
            {
                return violation;
            }
        }

        return null;
    }

    private static Violation? Unwritten(RoutineCall call, Span<float> results, string name)
    {
        int index = Canary.Unwritten(results);
        return index < 0 ? null : new Violation($"{name}[{index}] of {results.Length}, after {call.Name}", "written", "not written");
    }
}
