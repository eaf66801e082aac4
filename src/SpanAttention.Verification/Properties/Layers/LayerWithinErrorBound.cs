namespace SpanAttention.Verification;

internal sealed class LayerWithinErrorBound : LayerLaw
{
    public override string Equation => "|output − projections, norms, positions, attention and output projection in double| ≤ the errors of careful float arithmetic, carried from step to step";

    public override string Reason => "That a layer agrees with itself does not make it right; its weights say what it must give.";

    public override IReadOnlyList<CaseKind> Kinds => LayerCases.Finite;

    public override bool Concerns(LayerRoutine routine) => routine.Shape is not null;

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        Tracked expected = new LayerReference(routine).Outputs(source.Inputs);
        return Comparison.Close(expected.Values, routine.CallForward(source), expected.Errors, index => LayerCalls.Place(routine, index))
            ?? (routine.HasCache ? Comparison.Close(expected.Values, routine.CallDecoder(source), expected.Errors, index => $"{LayerCalls.Place(routine, index)}, of calls on a cache") : null);
    }
}
