using System.Runtime.CompilerServices;

namespace SpanAttention.Verification;

internal sealed class ContextInHullOfValues : AttentionLaw
{
    public override string Equation => "min_j value_jx ≤ context_ix ≤ max_j value_jx over the keys j that query i sees";

    public override string Reason => "A mean by weights that are not negative and sum to 1 lies between the smallest and the largest of what it is taken of; a sink draws it towards 0.";

    public override bool Concerns(AttentionRoutine routine) => routine.Shape.Normalization == ScoreNormalization.Softmax;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        float[] context = routine.CallForward(source);
        double[] bounds = AttentionReference.Of(routine, source).SumBound();
        foreach ((int head, int row) in source.Rows)
        {
            int[] seen = source.SeenKeys(head, row);
            if (seen.Length > 0 && OutOfHull(source, context, bounds, head, row, seen) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    private static Violation? OutOfHull(AttentionCase source, float[] context, double[] bounds, int head, int row, int[] seen)
    {
        AttentionShape shape = source.Shape;
        int start = shape.Offset(row, head, source.QueryLength, shape.Heads, shape.ValueDim);
        (float[] least, float[] most) = Hull(source, head, seen);
        for (int x = 0; x < shape.ValueDim; x++)
        {
            float actual = context[start + x];
            double bound = bounds[start + x];
            if (!(actual >= least[x] - bound && actual <= most[x] + bound))
            {
                return new Violation(Comparison.ContextPlace(row, head, x), $"{Comparison.Number(least[x])} to {Comparison.Number(most[x])} ± {Comparison.Number(bound)}", Comparison.Words(actual));
            }
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float[] Least, float[] Most) Hull(AttentionCase source, int head, int[] seen)
    {
        AttentionShape shape = source.Shape;
        float[] least = new float[shape.ValueDim];
        float[] most = new float[shape.ValueDim];
        least.AsSpan().Fill(shape.Sinks ? 0 : float.PositiveInfinity);
        most.AsSpan().Fill(shape.Sinks ? 0 : float.NegativeInfinity);
        foreach (int key in seen)
        {
            ReadOnlySpan<float> value = source.ValueHead(key, shape.KeyValueHead(head));
            for (int x = 0; x < value.Length; x++)
            {
                least[x] = Math.Min(least[x], value[x]);
                most[x] = Math.Max(most[x], value[x]);
            }
        }

        return (least, most);
    }
}
