using System.Runtime.CompilerServices;

namespace SpanAttention.Verification;

/// <summary>Says how far gradients may be off that careful float arithmetic computes from contexts and logSumExps, in whatever order it sums.</summary>
/// <remarks>
/// With g the gradient of a row's context o: P_j = e^(l_j − logSumExp), S_j = P_j (g · v_j − g · o), R_j = S_j times the slope of a soft cap. A logit errs by δ_j = (d + 16) · u · (B_j + |logSumExp|) and what logSumExp is off by, a weight
/// by what e^δ makes of that, and by no more than is left to 0 or 1; each product and difference by its factors' errors and its own rounding. Gradients are sums of R_j k_j, R_j q, P_j g and S_j, each of which errs by its terms' errors and by
/// n + 6 roundings of n terms. Where a query sees nothing, or its logSumExp has no bound, g must be 0.
/// </remarks>
internal sealed class GradientErrors
{
    // e^−110 is less than the smallest subnormal.
    private const double Vanishing = -110;

    private const double Unit = Precision.Float;
    private const double Spacing = float.Epsilon;

    private readonly AttentionCase source;
    private readonly float[] contextGradient;
    private readonly AttentionReference reference;
    private readonly double ofScale;
    private readonly double ofSharedRows;

    private GradientErrors(AttentionCase source, AttentionReference reference, float[] contextGradient)
    {
        AttentionShape shape = source.Shape;
        this.source = source;
        this.contextGradient = contextGradient;
        this.reference = reference;
        ofScale = Math.Max(shape.Scale, 1) * Spacing;
        ofSharedRows = OfSum(source.QueryLength * (shape.Heads / shape.KeyValueHeads));
        Inputs = InputTensors.Zeros(source);
    }

    private InputTensors Inputs { get; }

    /// <summary>The errors of all gradients of a case.</summary>
    /// <param name="source">The case.</param>
    /// <param name="reference">Its contexts and logSumExps.</param>
    /// <param name="contextGradient">The gradient of the context.</param>
    public static InputTensors Of(AttentionCase source, AttentionReference reference, float[] contextGradient)
    {
        GradientErrors errors = new(source, reference, contextGradient);
        int index = 0;
        foreach ((int head, int row) in source.Rows)
        {
            errors.AddRow(head, row, index++);
        }

        errors.AddUnderflow();
        return errors.Inputs;
    }

    // n products of a sum, and its own, may each lose what is below the smallest number.
    private void AddUnderflow()
    {
        double most = (source.QueryLength * source.Shape.Heads) + source.KeyLength + 8;
        foreach ((_, double[] errors) in Inputs.All)
        {
            for (int index = 0; index < errors.Length; index++)
            {
                errors[index] += most * ofScale;
            }
        }
    }

    private void AddRow(int head, int row, int index)
    {
        int[] seen = source.SeenKeys(head, row);
        Span<float> gradient = source.ContextHead(contextGradient, row, head);
        if (seen.Length == 0 || !gradient.ContainsAnyExcept(0))
        {
            return;
        }

        double logSumExp = reference.LogSumExp[index];
        double logSumExpError = reference.LogSumExpBound[index];
        Errant delta = Delta(head, row, gradient);
        foreach (int key in seen)
        {
            double logit = AttentionReference.Score(source, head, row, key, ScoreStage.Masked, out double magnitude);
            Errant weight = Weight(logit - logSumExp, OfLogit(magnitude + Math.Abs(logSumExp)) + logSumExpError);
            Errant score = weight.Times(Dot(gradient, source.ValueHead(key, source.Shape.KeyValueHead(head))).Minus(delta));
            AddPair(head, row, key, seen.Length, weight, score, score.Times(CapSlope(head, row, key)), gradient);
        }

        if (source.Shape.Sinks && !float.IsNegativeInfinity(source.Sinks[head]))
        {
            Errant sink = Weight(source.Sinks[head] - logSumExp, OfLogit(Math.Abs(source.Sinks[head]) + Math.Abs(logSumExp)) + logSumExpError).Times(delta);
            Inputs.Sinks[head] += sink.Error + (OfSum(source.QueryLength) * sink.Largest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddPair(int head, int row, int key, int keys, Errant weight, Errant score, Errant product, ReadOnlySpan<float> gradient)
    {
        AttentionShape shape = source.Shape;
        int shared = shape.KeyValueHead(head);
        Add(shape.Scale * (product.Error + (OfSum(keys) * product.Largest)), source.KeyHead(key, shared), Inputs.Query, shape.Offset(row, head, source.QueryLength, shape.Heads, shape.HeadDim));
        Add(shape.Scale * (product.Error + (ofSharedRows * product.Largest)), source.QueryHead(row, head), Inputs.Key, shape.Offset(key, shared, source.KeyLength, shape.KeyValueHeads, shape.HeadDim));
        Add(weight.Error + (ofSharedRows * weight.Largest), gradient, Inputs.Value, shape.Offset(key, shared, source.KeyLength, shape.KeyValueHeads, shape.ValueDim));
        if (Inputs.Bias.Length > 0)
        {
            Inputs.Bias[source.BiasIndex(head, row, key)] += score.Error + (OfSum(shape.Heads) * score.Largest);
        }
    }

    private static void Add(double factor, ReadOnlySpan<float> numbers, double[] errors, int first)
    {
        for (int x = 0; x < numbers.Length; x++)
        {
            errors[first + x] += factor * Math.Abs(numbers[x]);
        }
    }

    private static double OfSum(int terms) => (terms + 6) * Unit;

    private double OfLogit(double magnitude) => ((source.Shape.HeadDim + 16) * Unit * magnitude) + ((source.Shape.HeadDim + 2) * ofScale);

    // g · o, where o is off by as much as contexts may be.
    private Errant Delta(int head, int row, ReadOnlySpan<float> gradient)
    {
        int first = source.Shape.Offset(row, head, source.QueryLength, source.Shape.Heads, source.Shape.ValueDim);
        double sum = 0;
        double magnitude = 0;
        double error = 0;
        for (int x = 0; x < gradient.Length; x++)
        {
            (double context, double bound) = (reference.Context[first + x], reference.ContextBound[first + x]);
            sum += gradient[x] * context;
            magnitude += Math.Abs(gradient[x]) * (Math.Abs(context) + bound);
            error += Math.Abs(gradient[x]) * bound;
        }

        return new(sum, error + ((gradient.Length + 2) * ((Unit * magnitude) + Spacing)));
    }

    private static Errant Dot(ReadOnlySpan<float> gradient, ReadOnlySpan<float> value)
    {
        double sum = Products.Dot(gradient, value, out double magnitude);
        return new(sum, (gradient.Length + 2) * ((Unit * magnitude) + Spacing));
    }

    // The exponential is within a few roundings, and 0 for what is near the smallest normal number.
    private static Errant Weight(double exponent, double error)
    {
        double weight = Math.Exp(Math.Min(exponent, 0));
        double most = exponent + error < Vanishing ? 0 : Math.Exp(Math.Min(exponent + error, 0));
        double least = weight * Math.Exp(-Math.Min(error, -Vanishing));
        return new(weight, Math.Max(most - weight, weight - least) + (8 * Unit * Math.Max(most, weight)) + Precision.SmallestNormal);
    }

    // 1 − tanh², which is 1 without a cap.
    private Errant? CapSlope(int head, int row, int key)
    {
        double cap = source.Shape.SoftCap;
        if (cap == 0)
        {
            return null;
        }

        double tangent = Math.Tanh(AttentionReference.Score(source, head, row, key, ScoreStage.Scaled, out double magnitude) / cap);
        double error = (OfLogit(magnitude) / cap) + (8 * Unit * Math.Abs(tangent)) + Spacing;
        return new(1 - (tangent * tangent), (2 * Math.Abs(tangent) * error) + (error * error) + (2 * Unit));
    }
}
