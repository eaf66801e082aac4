namespace SpanAttention.Verification;

internal sealed class LayerInputsAreNotWritten : LayerLaw
{
    public override string Name => nameof(InputsAreNotWritten);

    public override string Equation => "inputs have the same bits after a call as before it";

    public override string Reason => "They are another's: the residual connection reads them again.";

    public override Reach Reach => Reach.Short;

    public override bool Concerns(LayerRoutine routine) => !routine.InPlace;

    public override Violation? Find(LayerRoutine routine, LayerCase source) =>
        LayerForm.FirstViolation(routine, form => Written(routine, source, form));

    private static Violation? Written(LayerRoutine routine, LayerCase source, LayerForm form)
    {
        float[] inputs = [.. source.Inputs];
        form.Outputs(routine, source with { Inputs = inputs });
        return Comparison.Same(source.Inputs, inputs, index => $"inputs[{index}] after {form.Name}");
    }
}
