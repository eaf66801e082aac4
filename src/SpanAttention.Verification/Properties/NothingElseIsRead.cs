namespace SpanAttention.Verification;

internal sealed class NothingElseIsRead : AttentionLaw
{
    private const int MostBefore = 17;

    public override string Equation => "results do not change with what lies beside the operands, what the destination held, or where in memory they are";

    public override string Reason => "A call reads its operands, all of them, and nothing else.";

    public override Reach Reach => Reach.Middle;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        foreach (RoutineCall call in RoutineCall.Of(routine, source))
        {
            float[] first = Results(call, source, 1 + (source.Choice % MostBefore), float.NaN, 1e30f);
            float[] second = Results(call, source, 1 + (source.Choice % MostBefore), 1e6f, -3);
            Violation? violation = Comparison.Same(first, second, index => Place(call, index)).Where("once what lies beside the operands, or was in the destination before, is something else")
                ?? Moved(routine, source, call, first);
            if (violation is not null)
            {
                return violation;
            }
        }

        return null;
    }

    // A routine may sum otherwise from another address, unless it promises equal bits.
    private static Violation? Moved(AttentionRoutine routine, AttentionCase source, RoutineCall call, float[] expected)
    {
        const string Words = "once the operands lie elsewhere in memory";
        float[] moved = Results(call, source, 0, 0, float.NaN);
        if (routine.Promises.HasFlag(AttentionPromises.SameBits))
        {
            return Comparison.Same(expected, moved, index => Place(call, index)).Where(Words);
        }

        double[] bounds = AttentionReference.Of(routine, source).ContextBound.Times(2);
        return call.First == bounds.Length
            ? Comparison.Close(expected[..call.First].ToDouble(), moved[..call.First], bounds, index => Place(call, index)).Where(Words)
            : null;
    }

    private static float[] Results(RoutineCall call, AttentionCase source, int before, float guard, float held)
    {
        GuardedCase guarded = new(source, before, guard);
        float[] results = new float[before + call.First + call.Second];
        results.AsSpan().Fill(held);
        call.Invoke(guarded.Operands, results.AsSpan(before, call.First), results.AsSpan(before + call.First));
        return results[before..];
    }

    private static string Place(RoutineCall call, int index) => index < call.First ? $"destination[{index}] of {call.Name}" : $"logSumExp[{index - call.First}] of {call.Name}";
}
