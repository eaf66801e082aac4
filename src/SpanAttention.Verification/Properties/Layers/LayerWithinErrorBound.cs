namespace SpanAttention.Verification;

internal sealed class LayerWithinErrorBound : LayerLaw
{
    public override string Equation => "|output − what shape and weights give in double| ≤ the errors of careful float arithmetic, carried from step to step";

    public override string Reason => "That a layer agrees with itself does not make it right; its weights say what it must give.";

    public override IReadOnlyList<CaseKind> Kinds => LayerCases.Finite;

    public override bool Concerns(LayerRoutine routine) => routine.Reference is not null;

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        Tracked expected = routine.Reference!.Outputs(Tracked.Of(source.Inputs));
        return LayerForm.FirstViolation(routine, form => Comparison.Close(expected.Values, form.Outputs(routine, source), expected.Errors, index => $"{LayerCalls.Place(routine, index)}, of {form.Name}"));
    }
}
