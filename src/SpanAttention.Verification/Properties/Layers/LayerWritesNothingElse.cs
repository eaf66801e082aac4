namespace SpanAttention.Verification;

internal sealed class LayerWritesNothingElse : LayerLaw
{
    private const float Guard = 12345;
    private const int MostBefore = 40;

    public override string Name => nameof(NothingElseIsWritten);

    public override string Equation => "a call writes all of its outputs, and nothing beside inputs and destination";

    public override string Reason => "What is not written is what memory held before; what lies beside a span is another's.";

    public override Violation? Find(LayerRoutine routine, LayerCase source) =>
        LayerForm.FirstViolation(routine, form => Written(routine, source, form));

    private static Violation? Written(LayerRoutine routine, LayerCase source, LayerForm form)
    {
        int before = 1 + (source.Choice % MostBefore);
        Guarded<float> inputs = new(source.Inputs, before, Guard);
        Guarded<float> outputs = new(LayerCalls.NewOutputs(routine, source.Tokens), before, Guard);
        form.NewCall(source.Tokens)(inputs.Span, outputs.Span);
        if (inputs.GuardsChanged || outputs.GuardsChanged)
        {
            return new Violation($"what lies beside {(inputs.GuardsChanged ? "inputs" : "destination")}, after {form.Name}", "the bits it had", "others");
        }

        int index = Canary.Unwritten(outputs.Span);
        return index < 0 ? null : new Violation($"{LayerCalls.Place(routine, index)}, of {form.Name}", "written", "not written");
    }
}
