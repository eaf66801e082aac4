namespace SpanAttention.Verification;

internal sealed class VisibleInfinitiesArrive : AttentionLaw
{
    // Far above where weights, and the factors of an online softmax, vanish: 0 · ∞ is not ∞.
    private const double LeastWeight = 1e-20;
    private const double LeastWeightOfShort = 1e-3;

    // Scores below it may be those of hidden keys, by the convention that these have the least float instead of −∞; beside them −∞ may weigh as much.
    private const float Sentinel = -1e30f;

    private static readonly float[] Loud = [float.PositiveInfinity, float.NegativeInfinity, float.NaN];

    public override string Equation => "context_ix = ±∞ or NaN where one of the values_jx that query i sees is that; a score of −∞ is a weight of 0";

    public override string Reason => "A weight above 0 times ∞ is ∞, and an overflow upstream must stay to be seen; e^−∞ is 0, and harms nothing.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Faint, CaseKind.SignedZero];

    public override bool Concerns(AttentionRoutine routine) => !routine.Shape.SelfAttention;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        int loud = source.Choice % source.KeyLength;
        float value = Loud[source.Choice % Loud.Length];
        AttentionCase infinite = source.Copy();
        for (int head = 0; head < source.Shape.KeyValueHeads; head++)
        {
            infinite.ValueHead(loud, head).Fill(value);
        }

        float[] context = routine.CallForward(infinite);
        (double[] weights, _) = AttentionReference.Of(routine, source).Weights();
        double least = routine.Precision.IsShort ? LeastWeightOfShort : LeastWeight;
        int index = 0;
        foreach ((int head, int row) in source.Rows)
        {
            int x = weights[(index++ * source.KeyLength) + loud] < least ? -1 : source.ContextHead(context, row, head).IndexOfAnyExcept(value);
            if (x >= 0)
            {
                return new Violation($"{Comparison.ContextPlace(row, head, x)}, which sees key {loud}", Comparison.Number(value), Comparison.Words(source.ContextHead(context, row, head)[x])) { Case = infinite };
            }
        }

        return Silent(routine, source, loud);
    }

    // One key's score is −∞ for all queries whose first number is above 0; the others are 0 there, so that none has NaN.
    private static Violation? Silent(AttentionRoutine routine, AttentionCase source, int silent)
    {
        AttentionCase infinite = source.Copy();
        foreach ((int head, int row) in source.Rows)
        {
            infinite.QueryHead(row, head)[0] = 1;
        }

        for (int head = 0; head < source.Shape.KeyValueHeads; head++)
        {
            infinite.KeyHead(silent, head)[0] = float.NegativeInfinity;
        }

        if (source.Shape.SoftCap > 0 || source.Bias.Any(static bias => bias < Sentinel && !float.IsNegativeInfinity(bias)))
        {
            return null;
        }

        AttentionReference reference = AttentionReference.Of(routine, Without(infinite, silent));
        return Comparison.Contexts(source, reference.Context, routine.CallForward(infinite), reference.ContextBound.Plus(reference.SumBound())).Where($"with a score of −∞ for key {silent}").Of(infinite);
    }

    // The same as a mask that hides it.
    private static AttentionCase Without(AttentionCase infinite, int silent)
    {
        bool[] mask = new bool[infinite.Shape.Heads * infinite.QueryLength * infinite.KeyLength];
        int index = 0;
        foreach ((int head, int row) in infinite.Rows)
        {
            for (int key = 0; key < infinite.KeyLength; key++)
            {
                mask[index++] = key != silent && infinite.Sees(head, row, key);
            }
        }

        return infinite with { Shape = infinite.Shape with { Mask = AttentionMask.HeadQueryKeys }, Mask = mask };
    }
}
