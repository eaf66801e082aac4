namespace SpanAttention.Verification;

/// <summary>Parts that a call merges.</summary>
internal sealed class MergeInputs : CallInputs
{
    private readonly AttentionRoutine routine;
    private readonly Guarded<float> outputA;
    private readonly Guarded<float> logSumExpA;
    private readonly Guarded<float> outputB;
    private readonly Guarded<float> logSumExpB;

    /// <param name="routine">The routine, which has the call.</param>
    /// <param name="source">The case that parts are made up for.</param>
    /// <param name="beside">What lies beside them.</param>
    public MergeInputs(AttentionRoutine routine, AttentionCase source, Surroundings beside)
    {
        this.routine = routine;
        MergeParts parts = MergeParts.Of(routine, source);
        outputA = new(parts.OutputA, beside.Before, beside.Number);
        logSumExpA = new(parts.LogSumExpA, beside.Before, beside.Number);
        outputB = new(parts.OutputB, beside.Before, beside.Number);
        logSumExpB = new(parts.LogSumExpB, beside.Before, beside.Number);
        Tensors = [("outputA", outputA), ("logSumExpA", logSumExpA), ("outputB", outputB), ("logSumExpB", logSumExpB)];
    }

    public override IReadOnlyList<(string Name, Guarded Tensor)> Tensors { get; }

    public override void Call(Span<float> first, Span<float> second) => routine.Merge!(outputA.Span, logSumExpA.Span, outputB.Span, logSumExpB.Span, first, second);

    public override void Replace(AttentionCase source)
    {
        MergeParts parts = MergeParts.Of(routine, source);
        outputA.Replace(parts.OutputA);
        logSumExpA.Replace(parts.LogSumExpA);
        outputB.Replace(parts.OutputB);
        logSumExpB.Replace(parts.LogSumExpB);
    }
}
