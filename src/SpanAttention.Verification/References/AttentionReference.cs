using System.Runtime.CompilerServices;

namespace SpanAttention.Verification;

/// <summary>Attention as the textbook has it, in double: score, scale, soft cap, bias, ALiBi, mask, sink, softmax (or the sum of scores), values. With every number goes how far careful float arithmetic may be from it, in whatever order it sums.</summary>
/// <remarks>
/// A logit is made of d products and a handful of steps; B_j is the sum of the magnitudes of all that goes into it, and B the same of the largest logit, which is subtracted. Every step rounds a number of at most that size, so that
/// <code>ε_j = ((d + 16) · 2⁻²⁴ + 8 · s) · (B_j + B) + (d + 2) · max(scale, 1) · spacing</code>
/// s = what stored numbers are rounded by beyond floats. d + 16 counts the products' sum, scale, change to base 2, division, tanh and product of a soft cap, two products and two sums of bias and ALiBi, the difference, and the factors of
/// an online softmax, which telescope. What an exponential errs by beyond that, and what sums add, is <see cref="SoftmaxRow.Sums"/>. A row that sees no key has no bounds: NaN, which compares with nothing.
/// </remarks>
internal sealed class AttentionReference
{
    // 2^127 · ln 2: a logit beyond it overflows where it is changed to base 2.
    private const double LargestLogit = 2.35e38;

    private readonly AttentionCase source;
    private readonly Precision precision;

    private AttentionReference(AttentionCase source, Precision precision)
    {
        this.source = source;
        this.precision = precision;
        int rows = source.Shape.Heads * source.QueryLength;
        Context = new double[rows * source.Shape.ValueDim];
        ContextBound = Unknown(Context.Length);
        LogSumExp = Unknown(rows);
        LogSumExpBound = Unknown(rows);
        WeightsSumBound = Unknown(rows);
        int index = 0;
        foreach ((int head, int row) in source.Rows)
        {
            Fill(head, row, index++);
        }
    }

    /// <summary>Contexts in the shape's layout; zeros for a row that sees no key.</summary>
    public double[] Context { get; }

    /// <summary>Of contexts.</summary>
    public double[] ContextBound { get; }

    /// <summary>ln Σ e^logit, the sink included, <c>[heads, query tokens]</c>.</summary>
    public double[] LogSumExp { get; }

    /// <summary>Of logSumExp.</summary>
    public double[] LogSumExpBound { get; }

    /// <summary>Of a row's sum of weights.</summary>
    public double[] WeightsSumBound { get; }

    /// <summary>The reference of a case, whose numbers the routine stores as they are.</summary>
    public static AttentionReference Of(AttentionRoutine routine, AttentionCase source) => new(source, routine.Precision);

    /// <summary>Of contexts against what their own weights give, where scores do not matter, as numerator and denominator share them. Takes a pass over all pairs.</summary>
    public double[] SumBound() => SumBoundOf(source);

    /// <summary>The same where other values have the same weights.</summary>
    /// <param name="values">The case with those values.</param>
    public double[] SumBoundOf(AttentionCase values)
    {
        AttentionShape shape = source.Shape;
        double[] bound = Unknown(Context.Length);
        double[] largest = LargestValues(values);
        int index = 0;
        foreach ((int head, int row) in source.Rows)
        {
            double own = WeightsSumBound[index++];
            int[] seen = double.IsNaN(own) ? [] : source.SeenKeys(head, row);
            if (seen.Length > 0)
            {
                double most = 0;
                foreach (int key in seen)
                {
                    most = Math.Max(most, largest[(key * shape.KeyValueHeads) + shape.KeyValueHead(head)]);
                }

                int start = shape.Offset(row, head, source.QueryLength, shape.Heads, shape.ValueDim);
                bound.AsSpan(start, shape.ValueDim).Fill((own * most) + ((seen.Length + 2) * precision.Spacing));
            }
        }

        return bound;
    }

    // Of each key and key/value head.
    private static double[] LargestValues(AttentionCase values)
    {
        int heads = values.Shape.KeyValueHeads;
        double[] largest = new double[values.KeyLength * heads];
        for (int index = 0; index < largest.Length; index++)
        {
            largest[index] = Products.Largest(values.ValueHead(index / heads, index % heads));
        }

        return largest;
    }

    /// <summary>The weights of all pairs, <c>[heads, query tokens, key tokens]</c>, and their bounds: 0 for what is hidden, NaN for rows that see nothing.</summary>
    public (double[] Weights, double[] Bounds) Weights()
    {
        double[] weights = new double[source.Shape.Heads * source.QueryLength * source.KeyLength];
        double[] bounds = new double[weights.Length];
        int start = 0;
        foreach ((int head, int row) in source.Rows)
        {
            int[] seen = source.SeenKeys(head, row);
            if (seen.Length == 0)
            {
                bounds.AsSpan(start, source.KeyLength).Fill(double.NaN);
            }
            else
            {
                NormalizedRow normalized = Normalized(head, row, seen);
                double sums = SoftmaxRow.Sums(seen.Length, precision);
                for (int index = 0; index < seen.Length; index++)
                {
                    weights[start + seen[index]] = normalized.Weights[index];
                    bounds[start + seen[index]] = normalized.WeightErrors[index] + (sums * Math.Abs(normalized.Weights[index])) + Precision.SmallestNormal;
                }
            }

            start += source.KeyLength;
        }

        return (weights, bounds);
    }

    /// <summary>The score of a pair at a stage.</summary>
    /// <param name="source">The case.</param>
    /// <param name="head">The query head.</param>
    /// <param name="row">The query.</param>
    /// <param name="key">The key.</param>
    /// <param name="stage">How far it is taken.</param>
    /// <param name="magnitude">The sum of the magnitudes of what goes into it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Score(AttentionCase source, int head, int row, int key, ScoreStage stage, out double magnitude)
    {
        AttentionShape shape = source.Shape;
        double score = Products.Dot(source.QueryHead(row, head), source.KeyHead(key, shape.KeyValueHead(head)), out magnitude);
        if (stage == ScoreStage.Raw)
        {
            return score;
        }

        score *= shape.Scale;
        magnitude *= shape.Scale;
        if (stage == ScoreStage.Scaled)
        {
            return score;
        }

        score = shape.SoftCap > 0 ? shape.SoftCap * Math.Tanh(score / shape.SoftCap) : score;
        if (stage == ScoreStage.Capped)
        {
            return score;
        }

        double bias = source.Bias.Length > 0 ? source.Bias[source.BiasIndex(head, row, key)] : 0;
        double distance = shape.Alibi ? shape.Slope(head) * Math.Abs(source.Position(row) - key) : 0;
        magnitude += Math.Abs(bias) + distance;
        return score + bias - distance;
    }

    private static double[] Unknown(int length)
    {
        double[] numbers = new double[length];
        numbers.AsSpan().Fill(double.NaN);
        return numbers;
    }

    private void Fill(int head, int row, int index)
    {
        int[] seen = source.SeenKeys(head, row);
        if (seen.Length == 0)
        {
            return;
        }

        NormalizedRow normalized = Normalized(head, row, seen);
        double sums = SoftmaxRow.Sums(seen.Length, precision);
        if (Math.Abs(normalized.LogSumExp) < LargestLogit)
        {
            LogSumExp[index] = normalized.LogSumExp;
            LogSumExpBound[index] = normalized.LogSumExpError + sums + (8 * (Precision.Float + precision.Stored) * (Math.Abs(normalized.LogSumExp) + Math.Log(seen.Length) + 1));
        }

        WeightsSumBound[index] = SumOfWeights(normalized, sums, seen.Length);
        FillContext(head, row, seen, normalized, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillContext(int head, int row, int[] seen, NormalizedRow normalized, double sums)
    {
        AttentionShape shape = source.Shape;
        int start = shape.Offset(row, head, source.QueryLength, shape.Heads, shape.ValueDim);
        Span<double> context = Context.AsSpan(start, shape.ValueDim);
        Span<double> bound = ContextBound.AsSpan(start, shape.ValueDim);
        bound.Fill((seen.Length + 2) * precision.Spacing);
        for (int index = 0; index < seen.Length; index++)
        {
            ReadOnlySpan<float> value = source.ValueHead(seen[index], shape.KeyValueHead(head));
            double weight = normalized.Weights[index];
            Products.Add(weight, normalized.WeightErrors[index] + (sums * Math.Abs(weight)) + (4 * Precision.SmallestNormal), value, context, bound);
        }
    }

    private double SumOfWeights(NormalizedRow normalized, double sums, int keys) => precision.DividesByOwnSum
        ? normalized.Size * ((1.01 * ((2 * keys) + 15) * Precision.Float) + (6 * precision.Stored))
        : normalized.WeightErrors.Sum() + (normalized.Size * sums);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private NormalizedRow Normalized(int head, int row, int[] seen)
    {
        AttentionShape shape = source.Shape;
        double[] logits = new double[seen.Length];
        double[] magnitudes = new double[seen.Length];
        for (int index = 0; index < seen.Length; index++)
        {
            logits[index] = Score(source, head, row, seen[index], ScoreStage.Masked, out magnitudes[index]);
        }

        double rounding = ((shape.HeadDim + 16) * Precision.Float) + (8 * precision.Stored);
        double spacing = ((shape.HeadDim + 2) * Math.Max(shape.Scale, 1) * precision.Spacing) + (precision.FlushesSubnormals ? Flushed(head, row, seen) : 0);
        if (shape.Normalization == ScoreNormalization.Sum)
        {
            return new SumRow(logits, magnitudes, Array.ConvertAll(magnitudes, magnitude => (rounding * magnitude) + spacing), Precision.Float + precision.Stored);
        }

        double sink = shape.Sinks ? source.Sinks[head] : double.NegativeInfinity;
        double sinkMagnitude = double.IsFinite(sink) ? Math.Abs(sink) : 0;
        double atMaximum = MagnitudeAtMaximum(logits, magnitudes, sink, sinkMagnitude);
        return new SoftmaxRow(logits, Array.ConvertAll(magnitudes, magnitude => (rounding * (magnitude + atMaximum)) + spacing), sink, rounding * (sinkMagnitude + atMaximum));
    }

    private static double MagnitudeAtMaximum(double[] logits, double[] magnitudes, double sink, double sinkMagnitude)
    {
        int largest = Array.IndexOf(logits, logits.Max());
        return sink > logits[largest] ? sinkMagnitude : magnitudes[largest];
    }

    // A number that counts as 0 takes its product with it.
    private double Flushed(int head, int row, int[] seen)
    {
        double key = seen.Max(key => Products.Largest(source.KeyHead(key, source.Shape.KeyValueHead(head))));
        return source.Shape.HeadDim * source.Shape.Scale * Precision.SmallestNormal * (key + Products.Largest(source.QueryHead(row, head)) + 1);
    }
}
