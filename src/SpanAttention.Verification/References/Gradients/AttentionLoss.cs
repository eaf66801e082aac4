using System.Runtime.CompilerServices;

namespace SpanAttention.Verification;

/// <summary>A loss Σ gradient · context of textbook attention in double, and its slope along a direction by a difference of the loss on both sides, with what that may be off by.</summary>
/// <remarks>
/// Along a direction t that moves one tensor, logits l_j(t) are straight lines, or go through a soft cap: |l'| ≤ A, |l''| ≤ 0.77 A²/cap, |l'''| ≤ 2 A³/cap². A row's loss is the mean of y_j = gradient · value_j, |y_j| ≤ Y, under its weights; its
/// third derivative is their joint cumulant κ(y, l', l', l') + 3 κ(y, l', l'') + κ(y, l'''), at most Y A³ (64 + 18.5/cap + 8/cap²) wherever it is taken. A central difference of step h errs by h²/6 of that, and by what the loss is
/// rounded, over h: 2⁻⁵³ · Y · (4 (d + 16) B + 4 S + 28 + x) a row of d score and x value dimensions, B the largest magnitude that goes into a logit whose exponential is not 0. h is where both together are smallest, and no logit moves by more than 1. Along values a loss is a straight line.
/// </remarks>
internal sealed class AttentionLoss
{
    // e^−745 is the smallest double; logits move by up to 1 on both sides.
    private const double Vanishing = -750;

    private readonly AttentionCase source;
    private readonly float[] contextGradient;
    private readonly InputTensors inputs;
    private readonly (int Head, int Row, int[] Seen)[] rows;

    /// <param name="source">The case.</param>
    /// <param name="contextGradient">What contexts are weighted by.</param>
    public AttentionLoss(AttentionCase source, float[] contextGradient)
    {
        this.source = source;
        this.contextGradient = contextGradient;
        inputs = InputTensors.Of(source);
        rows = [.. source.Rows.Select(row => (row.Head, row.Row, source.SeenKeys(row.Head, row.Row))).Where(static row => row.Item3.Length > 0)];
    }

    /// <summary>The slope along a direction, and how far it may be off.</summary>
    public (double Slope, double Error) Slope(InputTensors direction)
    {
        double curvature = 0;
        double rounding = 0;
        double fastest = 0;
        foreach ((int head, int row, int[] seen) in rows)
        {
            double rate = Rate(direction, head, row, seen);
            double mean = LargestTerm(direction, head, row, seen);
            fastest = Math.Max(fastest, rate);
            curvature += mean * rate * rate * rate * Curvature;
            rounding += mean * Precision.Double * ((4 * (source.Shape.HeadDim + 16) * (LargestMagnitude(head, row, seen) + 1)) + (4 * seen.Length) + 28 + source.Shape.ValueDim);
        }

        double step = fastest == 0 ? 1 : Math.Min(Math.Cbrt(3 * rounding / curvature), 1 / fastest);
        step = double.IsNaN(step) ? 1 / fastest : step;
        return ((At(inputs.Plus(step, direction)) - At(inputs.Plus(-step, direction))) / (2 * step), (step * step / 6 * curvature) + (rounding / step));
    }

    private double Curvature => source.Shape.SoftCap is > 0 and double cap ? 64 + (18.5 / cap) + (8 / (cap * cap)) : 64;

    private double At(InputTensors moved) => rows.Sum(row => Loss(moved, row.Head, row.Row, row.Seen));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Loss(InputTensors moved, int head, int row, int[] seen)
    {
        AttentionShape shape = source.Shape;
        double[] logits = new double[seen.Length];
        double sink = shape.Sinks ? moved.Sinks[head] : double.NegativeInfinity;
        double maximum = sink;
        for (int index = 0; index < seen.Length; index++)
        {
            logits[index] = Logit(moved, head, row, seen[index]);
            maximum = Math.Max(maximum, logits[index]);
        }

        double sum = Math.Exp(sink - maximum);
        double loss = 0;
        for (int index = 0; index < seen.Length; index++)
        {
            double power = Math.Exp(logits[index] - maximum);
            sum += power;
            loss += power * Term(moved.Value, head, row, seen[index], static (gradient, value) => gradient * value);
        }

        return loss / sum;
    }

    private double Logit(InputTensors moved, int head, int row, int key)
    {
        AttentionShape shape = source.Shape;
        double score = shape.Scale * Product(moved.Query, moved.Key, head, row, key, static (query, key) => query * key);
        double capped = shape.SoftCap > 0 ? shape.SoftCap * Math.Tanh(score / shape.SoftCap) : score;
        return capped + (moved.Bias.Length > 0 ? moved.Bias[source.BiasIndex(head, row, key)] : 0) - (shape.Alibi ? shape.Slope(head) * Math.Abs(source.Position(row) - key) : 0);
    }

    /// <summary>The most that a row's logits may change along a direction, before a soft cap: products do not cancel.</summary>
    private double Rate(InputTensors direction, int head, int row, int[] seen)
    {
        double rate = source.Shape.Sinks ? Math.Abs(direction.Sinks[head]) : 0;
        foreach (int key in seen)
        {
            double score = source.Shape.Scale * (Product(direction.Query, inputs.Key, head, row, key, static (query, key) => Math.Abs(query * key)) + Product(inputs.Query, direction.Key, head, row, key, static (query, key) => Math.Abs(query * key)));
            rate = Math.Max(rate, score + (direction.Bias.Length > 0 ? Math.Abs(direction.Bias[source.BiasIndex(head, row, key)]) : 0));
        }

        return rate;
    }

    // Along values the step is 1.
    private double LargestTerm(InputTensors direction, int head, int row, int[] seen) => seen.Max(key =>
        Term(inputs.Value, head, row, key, static (gradient, value) => Math.Abs(gradient * value)) + Term(direction.Value, head, row, key, static (gradient, value) => Math.Abs(gradient * value)));

    private double LargestMagnitude(int head, int row, int[] seen)
    {
        (double Logit, double Magnitude)[] logits = [.. seen.Select(key => (AttentionReference.Score(source, head, row, key, ScoreStage.Masked, out double magnitude), magnitude))];
        double sink = source.Shape.Sinks ? source.Sinks[head] : double.NegativeInfinity;
        double maximum = Math.Max(sink, logits.Max(static logit => logit.Logit));
        double ofSink = sink - maximum > Vanishing ? Math.Abs(sink) : 0;
        return logits.Where(logit => logit.Logit - maximum > Vanishing).Select(static logit => logit.Magnitude).Append(ofSink).Max();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Product(double[] queries, double[] keys, int head, int row, int key, Func<double, double, double> product)
    {
        AttentionShape shape = source.Shape;
        int query = shape.Offset(row, head, source.QueryLength, shape.Heads, shape.HeadDim);
        int first = shape.Offset(key, shape.KeyValueHead(head), source.KeyLength, shape.KeyValueHeads, shape.HeadDim);
        double sum = 0;
        for (int x = 0; x < shape.HeadDim; x++)
        {
            sum += product(queries[query + x], keys[first + x]);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Term(double[] values, int head, int row, int key, Func<double, double, double> product)
    {
        AttentionShape shape = source.Shape;
        int gradient = shape.Offset(row, head, source.QueryLength, shape.Heads, shape.ValueDim);
        int value = shape.Offset(key, shape.KeyValueHead(head), source.KeyLength, shape.KeyValueHeads, shape.ValueDim);
        double sum = 0;
        for (int x = 0; x < shape.ValueDim; x++)
        {
            sum += product(contextGradient[gradient + x], values[value + x]);
        }

        return sum;
    }
}
