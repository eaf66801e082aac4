namespace SpanAttention.Verification;

internal sealed class SameCallSameBits : AttentionLaw
{
    // One case in so many is also called from two threads at once, by two of the calls, for milliseconds each.
    private const int CasesOfThreads = 10;
    private const int CallsOfThreads = 2;

    public override string Equation => "the same operands give the same bits: again, after other calls, in the same memory, and from two threads at once";

    public override string Reason => "A result is a function of the operands. What scratch still holds of another call, or another thread writes meanwhile, is none of them.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary, CaseKind.Tied, CaseKind.OneHot, CaseKind.Descending];

    public override Reach Reach => Reach.Middle;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase other = Other(routine, source);
        RoutineCall[] calls = [.. RoutineCall.Affordable(routine, source)];
        RoutineCall[] atOnce = source.Choice % CasesOfThreads == 0 ? [.. Some(calls, source.Choice / CasesOfThreads)] : [];
        return calls
            .Select(call => Alone(call, source, other) ?? (atOnce.Contains(call) ? AtOnce(call, source, other) : null))
            .FirstOrDefault(static violation => violation is not null);
    }

    private static IEnumerable<RoutineCall> Some(RoutineCall[] calls, int choice) => Enumerable.Range(choice, CallsOfThreads).Select(index => calls[index % calls.Length]);

    // Other numbers of the same lengths, larger ones: what is left of them is seen.
    private static AttentionCase Other(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase other = new CaseData(source.Choice).Fill(source with { Kind = CaseKind.Ordinary, Choice = source.Choice + 1 });
        return routine.Precision.Round(source.Shape.SelfAttention
            ? (other with { Key = Array.ConvertAll(other.Key, static number => 4 * number) }).OneTensor()
            : other with { Value = Array.ConvertAll(other.Value, static number => 16 * number) });
    }

    private static Violation? Alone(RoutineCall call, AttentionCase source, AttentionCase other)
    {
        float[] expected = call.Results(source);
        return Again(call, source, other, expected) ?? InTheSameMemory(call, source, other);
    }

    private static Violation? Again(RoutineCall call, AttentionCase source, AttentionCase other, float[] expected)
    {
        if (Differs(call, expected, call.Results(source), "called again") is { } violation)
        {
            return violation;
        }

        call.Results(other);
        return Differs(call, expected, call.Results(source), "called again after another call");
    }

    // What is remembered by address is not what lies there now.
    private static Violation? InTheSameMemory(RoutineCall call, AttentionCase source, AttentionCase other)
    {
        CallInputs memory = call.Lay(source, Surroundings.Plain);
        call.Results(memory);
        memory.Replace(other);
        float[] actual = call.Results(memory);
        return Differs(call, call.Results(other), actual, "once the operands' memory holds other numbers").Of(other);
    }

    private static Violation? AtOnce(RoutineCall call, AttentionCase source, AttentionCase other) => TwoThreads.Find(Over(call, source), Over(call, other));

    // Inputs are laid out once, so that most of the time is the call's.
    private static Func<Violation?> Over(RoutineCall call, AttentionCase source)
    {
        CallInputs inputs = call.Lay(source, Surroundings.Plain);
        float[] expected = call.Results(inputs);
        return () => Differs(call, expected, call.Results(inputs), "called from two threads at once").Of(source);
    }

    private static Violation? Differs(RoutineCall call, float[] expected, float[] actual, string how) => Comparison.Same(expected, actual, call.Place).Where(how);
}
