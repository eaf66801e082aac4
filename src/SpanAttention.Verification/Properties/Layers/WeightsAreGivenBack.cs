namespace SpanAttention.Verification;

internal sealed class WeightsAreGivenBack : LayerLaw
{
    private const float Guard = 12345;

    public override string Equation => "CopyWeights(output) = the weights of that output, bit for bit, and nothing beside them";

    public override string Reason => "An embedding that shares them needs no second copy; what was packed is not lost.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary];

    public override Reach Reach => Reach.Short;

    public override bool Concerns(LayerRoutine routine) => routine is { CopyWeights: not null, Reference: LinearReference };

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        int output = source.Choice % routine.OutputDim;
        Guarded<float> weights = new(Canary.Tensor(routine.InputDim), 1, Guard);
        routine.CopyWeights!(output, weights.Span);
        return weights.GuardsChanged
            ? new Violation($"what lies beside the weights of output {output}", "the bits it had", "others")
            : Comparison.Same(((LinearReference)routine.Reference!).WeightsOf(output), weights.Span.ToArray(), index => $"weight {index} of output {output}") ?? Accepted(routine, output);
    }

    private static Violation? Accepted(LayerRoutine routine, int output) => !routine.Promises.HasFlag(AttentionPromises.ChecksSpans)
        ? null
        : Refusals.Missing(destination => routine.CopyWeights!(output, destination), Canary.Tensor(routine.InputDim - 1), "destination", "destination of CopyWeights is one float too short")
            ?? Refusals.Missing(destination => routine.CopyWeights!(routine.OutputDim, destination), Canary.Tensor(routine.InputDim), "output", "output of CopyWeights is one too large");
}
