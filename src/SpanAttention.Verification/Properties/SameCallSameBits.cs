namespace SpanAttention.Verification;

internal sealed class SameCallSameBits : AttentionLaw
{
    private const int Repetitions = 2;

    // One case in so many is also called from two threads at once, by one of the calls.
    private const int CasesOfThreads = 6;

    public override string Equation => "the same operands give the same bits: again, after other calls, in the same memory, and from two threads at once";

    public override string Reason => "A result is a function of the operands. What scratch still holds of another call, or another thread writes meanwhile, is none of them.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary, CaseKind.Tied, CaseKind.OneHot, CaseKind.Descending];

    public override Reach Reach => Reach.Middle;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase other = Other(routine, source);
        RoutineCall[] calls = [.. RoutineCall.Of(routine, source)];
        RoutineCall? atOnce = source.Choice % CasesOfThreads == 0 ? calls[source.Choice / CasesOfThreads % calls.Length] : null;
        foreach (RoutineCall call in calls)
        {
            float[] expected = call.Results(Calls.Operands(source));
            Violation? violation = Again(call, source, other, expected)
                ?? InTheSameMemory(call, source, other)
                ?? (call == atOnce ? AtOnce(call, source, other, expected) : null);
            if (violation is not null)
            {
                return violation;
            }
        }

        return null;
    }

    // Other numbers of the same lengths, larger ones: what is left of them is seen.
    private static AttentionCase Other(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase other = new CaseData(source.Choice).Fill(source with { Kind = CaseKind.Ordinary });
        return routine.Precision.Round(other with { Value = Array.ConvertAll(other.Value, static number => 16 * number) });
    }

    private static Violation? Again(RoutineCall call, AttentionCase source, AttentionCase other, float[] expected)
    {
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            if (Differs(call, expected, call.Results(Calls.Operands(source)), "called again") is { } violation)
            {
                return violation;
            }

            call.Results(Calls.Operands(other));
        }

        return Differs(call, expected, call.Results(Calls.Operands(source)), "called again after other calls");
    }

    // What is remembered by address is not what lies there now.
    private static Violation? InTheSameMemory(RoutineCall call, AttentionCase source, AttentionCase other)
    {
        AttentionCase memory = source.Copy();
        call.Results(Calls.Operands(memory));
        other.Query.CopyTo(memory.Query, 0);
        other.Key.CopyTo(memory.Key, 0);
        other.Value.CopyTo(memory.Value, 0);
        other.Mask.CopyTo(memory.Mask, 0);
        other.Bias.CopyTo(memory.Bias, 0);
        other.Sinks.CopyTo(memory.Sinks, 0);
        float[] actual = call.Results(Calls.Operands(memory));
        return Differs(call, call.Results(Calls.Operands(other)), actual, "once the operands' memory holds other numbers").Of(other);
    }

    private static Violation? AtOnce(RoutineCall call, AttentionCase source, AttentionCase other, float[] expected)
    {
        const string Words = "called from two threads at once";
        float[] othersExpected = call.Results(Calls.Operands(other));
        return TwoThreads.Find(
            () => Differs(call, expected, call.Results(Calls.Operands(source)), Words).Of(source),
            () => Differs(call, othersExpected, call.Results(Calls.Operands(other)), Words).Of(other));
    }

    private static Violation? Differs(RoutineCall call, float[] expected, float[] actual, string how) =>
        Comparison.Same(expected, actual, index => index < call.First ? $"destination[{index}] of {call.Name}" : $"logSumExp[{index - call.First}] of {call.Name}").Where(how);
}
