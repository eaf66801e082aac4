namespace SpanAttention.Verification;

internal sealed class OutputsAreNumbers : LayerLaw
{
    public override string Equation => "every output is written, and finite where all inputs are";

    public override string Reason => "A layer adds, multiplies, normalizes, activates and takes means by weights between 0 and 1; nothing of that makes ∞ or NaN of numbers of ordinary size.";

    public override IReadOnlyList<CaseKind> Kinds => LayerCases.Finite;

    public override Violation? Find(LayerRoutine routine, LayerCase source) =>
        LayerForm.FirstViolation(routine, form => None(routine, form.Outputs(routine, source), form.Name));

    private static Violation? None(LayerRoutine routine, float[] outputs, string call)
    {
        int index = Array.FindIndex(outputs, static number => !float.IsFinite(number));
        return index < 0 ? null : new Violation($"{LayerCalls.Place(routine, index)}, of {call}", "a finite number", Comparison.Words(outputs[index]));
    }
}
