namespace SpanAttention.Verification;

internal sealed class NothingElseIsRead : AttentionLaw
{
    private const int MostBefore = 17;

    public override string Equation => "results do not change with what lies beside the operands, what the destination held, or where in memory they are";

    public override string Reason => "A call reads its operands, all of them, and nothing else.";

    public override Reach Reach => Reach.Middle;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source) =>
        RoutineCall.Affordable(routine, source).Select(call => Of(routine, source, call)).FirstOrDefault(static violation => violation is not null);

    private static Violation? Of(AttentionRoutine routine, AttentionCase source, RoutineCall call)
    {
        int before = 1 + (source.Choice % MostBefore);
        float[] first = Results(call, source, new Surroundings(before, float.NaN, false), 1e30f);
        float[] second = Results(call, source, new Surroundings(before, 1e6f, true), -3);
        return Comparison.Same(first, second, call.Place).Where("once what lies beside the operands, or was in the destination before, is something else")
            ?? Moved(routine, call, first, Results(call, source, Surroundings.Plain, float.NaN)).Where("once the operands lie elsewhere in memory");
    }

    // A routine may sum otherwise from another address, unless it promises equal bits.
    private static Violation? Moved(AttentionRoutine routine, RoutineCall call, float[] expected, float[] moved) => routine.Promises.HasFlag(AttentionPromises.SameBits)
        ? Comparison.Same(expected, moved, call.Place)
        : Comparison.Close(expected.ToDouble(), moved, call.Bounds().Times(2), call.Place);

    private static float[] Results(RoutineCall call, AttentionCase source, Surroundings beside, float held)
    {
        float[] results = new float[beside.Before + call.First + call.Second];
        results.AsSpan().Fill(held);
        call.Lay(source, beside).Call(results.AsSpan(beside.Before, call.First), results.AsSpan(beside.Before + call.First));
        return results[beside.Before..];
    }
}
