namespace SpanAttention.Verification;

/// <summary>Two parts joined, in double, and how far careful float arithmetic may be from it.</summary>
/// <remarks>
/// logSumExp = ln (e^a + e^b), context = e^(a − logSumExp) · A + e^(b − logSumExp) · B; zeros and −∞ where both parts are empty. A difference of logSumExps is rounded like the larger of them, and its exponential
/// errs by as much relatively: 16 · u · (1 + |a − b| + max (|a|, |b|)), four times in a context. Beyond a difference of 120 the smaller part is below the smallest float.
/// </remarks>
internal sealed class MergeReference
{
    private const double Vanishing = 120;

    private readonly AttentionCase source;
    private readonly MergeParts parts;
    private readonly Precision precision;

    /// <param name="routine">The routine, whose numbers are rounded as it says.</param>
    /// <param name="source">The case that the parts are of.</param>
    /// <param name="parts">The parts.</param>
    public MergeReference(AttentionRoutine routine, AttentionCase source, MergeParts parts)
    {
        this.source = source;
        this.parts = parts;
        precision = routine.Precision;
        Context = new double[parts.OutputA.Length];
        ContextBound = new double[Context.Length];
        LogSumExp = new double[parts.LogSumExpA.Length];
        LogSumExpBound = new double[LogSumExp.Length];
        int index = 0;
        foreach ((int head, int row) in source.Rows)
        {
            Fill(head, row, index++);
        }
    }

    /// <summary>Contexts over both, in the shape's layout.</summary>
    public double[] Context { get; }

    /// <summary>Of contexts.</summary>
    public double[] ContextBound { get; }

    /// <summary><c>[heads, query tokens]</c>.</summary>
    public double[] LogSumExp { get; }

    /// <summary>Of logSumExp.</summary>
    public double[] LogSumExpBound { get; }

    private void Fill(int head, int row, int index)
    {
        (double a, double b) = (parts.LogSumExpA[index], parts.LogSumExpB[index]);
        double maximum = Math.Max(a, b);
        LogSumExp[index] = maximum;
        if (double.IsNegativeInfinity(maximum))
        {
            return;
        }

        double sum = maximum + Math.Log(Math.Exp(a - maximum) + Math.Exp(b - maximum));
        LogSumExp[index] = sum;
        LogSumExpBound[index] = 16 * (Precision.Float + precision.Stored) * (1 + Math.Min(Math.Abs(a - b), Vanishing) + Math.Abs(maximum));
        FillContext(head, row, Math.Exp(a - sum), Math.Exp(b - sum), 4 * Math.Min(LogSumExpBound[index], 0.25));
    }

    private void FillContext(int head, int row, double weightA, double weightB, double error)
    {
        AttentionShape shape = source.Shape;
        int start = shape.Offset(row, head, source.QueryLength, shape.Heads, shape.ValueDim);
        for (int index = start; index < start + shape.ValueDim; index++)
        {
            Context[index] = (weightA * parts.OutputA[index]) + (weightB * parts.OutputB[index]);
            ContextBound[index] = (error * (Math.Abs(parts.OutputA[index]) + Math.Abs(parts.OutputB[index]))) + precision.Spacing;
        }
    }
}
