namespace SpanAttention.Verification;

internal sealed class HiddenKeysDoNotReachResults : AttentionLaw
{
    public override string Equation => "context_i does not change when keys that query i does not see become NaN or ∞, with their values and biases";

    public override string Reason => "A hidden key is as if it were not there. Weights of 0 are not enough: 0 · NaN is NaN.";

    public override IReadOnlyList<CaseKind> Kinds => [.. AttentionCases.Finite, CaseKind.Poison];

    public override bool Concerns(AttentionRoutine routine) =>
        routine.Shape is { Causal: true } or { LeftWindow: >= 0 } or { RightWindow: >= 0 } or { Mask: not AttentionMask.None } or { Bias: not AttentionBias.None };

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        int looking = source.Choice % source.QueryLength;
        AttentionCase poisoned = source.Copy();
        for (int key = 0; key < source.KeyLength; key++)
        {
            float poison = (key % 3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => float.NegativeInfinity };
            for (int head = 0; head < source.Shape.KeyValueHeads; head++)
            {
                if (!source.Rows.Any(row => row.Row == looking && source.Shape.KeyValueHead(row.Head) == head && source.Sees(row.Head, looking, key)))
                {
                    poisoned.KeyHead(key, head).Fill(poison);
                    poisoned.ValueHead(key, head).Fill(poison);
                }
            }

            PoisonBias(source, poisoned, looking, key);
        }

        float[] expected = routine.CallForward(source);
        float[] actual = routine.CallForward(poisoned);
        foreach ((int head, int row) in source.Rows.Where(row => row.Row != looking))
        {
            source.ContextHead(actual, row, head).CopyTo(source.ContextHead(expected, row, head));
        }

        Violation? violation = Comparison.Contexts(routine, source, expected, actual, 2 * ErrorBound.Of(source).Context);
        return violation is null ? null : violation with { Place = $"{violation.Place}, once the keys it does not see are NaN and ∞" };
    }

    // Not where the bias itself, by −∞, is what hides.
    private static void PoisonBias(AttentionCase source, AttentionCase poisoned, int row, int key)
    {
        for (int head = 0; head < source.Shape.Heads && source.Bias.Length > 0; head++)
        {
            int index = source.BiasIndex(head, row, key);
            bool hiddenForAll = Enumerable.Range(0, source.Shape.Heads).All(other => source.BiasIndex(other, row, key) != index || !source.Sees(other, row, key));
            if (hiddenForAll && !float.IsNegativeInfinity(source.Bias[index]))
            {
                poisoned.Bias[index] = float.NaN;
            }
        }
    }
}
