namespace SpanAttention.Verification;

internal sealed class MergeIsTheWeightedMean : AttentionLaw
{
    public override string Equation => "logSumExp = ln (e^a + e^b), output = e^(a − logSumExp) · outputA + e^(b − logSumExp) · outputB, for logSumExps a and b, however far apart; (0, −∞) where both are −∞";

    public override string Reason => "Parts weigh as much as their exponentials sum to. What has no key, −∞, has no weight: −∞ less −∞ is not a number.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary, CaseKind.Tied, CaseKind.SignedZero];

    public override bool Concerns(AttentionRoutine routine) => routine.Merge is not null;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        CaseRandom random = new(source.Choice);
        (float[] Context, float[] LogSumExp) a = Part(routine, source, random);
        (float[] Context, float[] LogSumExp) b = Part(routine, source, random);
        (float[] Context, float[] LogSumExp) merged = routine.CallMerge(a, b);
        for (int index = 0; index < merged.LogSumExp.Length; index++)
        {
            if (Row(routine, source, a, b, merged, index) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    // Among others, and far beyond, where exponentials overflow; and of no key.
    private static (float[] Context, float[] LogSumExp) Part(AttentionRoutine routine, AttentionCase source, CaseRandom random)
    {
        float[] sums = new float[source.Shape.Heads * source.QueryLength];
        bool spread = random.Next(2) == 0;
        foreach (ref float sum in sums.AsSpan())
        {
            sum = spread ? random.Pick(-1e4f, -1000, -100, -1, 0, 1, 100, 1000, 1e4f) : (random.NextSingle() * 8) - 4;
            sum = routine.EmptyRows == EmptyRows.Zero && random.Next(6) == 0 ? float.NegativeInfinity : sum;
        }

        float[] contexts = new CaseData(random.Next(int.MaxValue)).Numbers(source.Kind, Calls.NewContext(source).Length);
        int row = 0;
        foreach ((int head, int query) in source.Rows)
        {
            if (float.IsNegativeInfinity(sums[row++]))
            {
                source.ContextHead(contexts, query, head).Clear();
            }
        }

        return (contexts, sums);
    }

    private static Violation? Row(
        AttentionRoutine routine, AttentionCase source, (float[] Context, float[] LogSumExp) a, (float[] Context, float[] LogSumExp) b, (float[] Context, float[] LogSumExp) merged, int index)
    {
        (double first, double second) = (a.LogSumExp[index], b.LogSumExp[index]);
        double maximum = Math.Max(first, second);
        bool empty = double.IsNegativeInfinity(maximum);
        double sum = empty ? maximum : maximum + Math.Log(Math.Exp(first - maximum) + Math.Exp(second - maximum));
        double distance = empty ? 0 : Math.Min(Math.Abs(first - second), 120);
        double error = 16 * (Precision.Float + routine.Precision.Stored) * (1 + distance + (empty ? 0 : Math.Abs(maximum)));
        string inputs = FormattableString.Invariant($"merged of logSumExps {(float)first} and {(float)second}");
        if (!sum.Equals(merged.LogSumExp[index]) && !(Math.Abs(sum - merged.LogSumExp[index]) <= error))
        {
            return new Violation($"{Comparison.RowPlace(source, "logSumExp", index)}, {inputs}", $"{Comparison.Number(sum)} ± {Comparison.Number(error)}", Comparison.Words(merged.LogSumExp[index]));
        }

        (double, double) weights = empty ? (0, 0) : (Math.Exp(first - sum), Math.Exp(second - sum));
        return Context(source, a.Context, b.Context, merged.Context, index, weights, 4 * Math.Min(error, 0.25), routine.Precision.Spacing).Where(inputs);
    }

    private static Violation? Context(AttentionCase source, float[] a, float[] b, float[] merged, int index, (double A, double B) weights, double error, double spacing)
    {
        (int row, int head) = (index % source.QueryLength, index / source.QueryLength);
        Span<float> first = source.ContextHead(a, row, head);
        Span<float> second = source.ContextHead(b, row, head);
        Span<float> actual = source.ContextHead(merged, row, head);
        for (int x = 0; x < actual.Length; x++)
        {
            double expected = (weights.A * first[x]) + (weights.B * second[x]);
            double bound = (error * (Math.Abs(first[x]) + Math.Abs(second[x]))) + spacing;
            if (!(Math.Abs(expected - actual[x]) <= bound))
            {
                return new Violation(Comparison.ContextPlace(row, head, x), $"{Comparison.Number(expected)} ± {Comparison.Number(bound)}", Comparison.Words(actual[x]));
            }
        }

        return null;
    }
}
