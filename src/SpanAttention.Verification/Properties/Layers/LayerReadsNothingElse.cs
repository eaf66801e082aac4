namespace SpanAttention.Verification;

internal sealed class LayerReadsNothingElse : LayerLaw
{
    private const int MostBefore = 17;

    public override string Name => nameof(NothingElseIsRead);

    public override string Equation => "outputs do not change with what lies beside the inputs, what the destination held, or where in memory they are";

    public override string Reason => "A call reads its inputs, all of them, the layer's weights and the cache, and nothing else.";

    public override Violation? Find(LayerRoutine routine, LayerCase source) =>
        LayerForm.FirstViolation(routine, form => Read(routine, source, form));

    private static Violation? Read(LayerRoutine routine, LayerCase source, LayerForm form)
    {
        int before = 1 + (source.Choice % MostBefore);
        float[] first = Outputs(routine, source, form.NewCall(source.Tokens), before, float.NaN, 1e30f);
        float[] second = Outputs(routine, source, form.NewCall(source.Tokens), before, 1e6f, -3);
        float[] moved = Outputs(routine, source, form.NewCall(source.Tokens), 0, 0, float.NaN);
        return LayerCalls.Difference(routine, first, second).Where($"of {form.Name}, once what lies beside the inputs, or was in the destination before, is something else")
            ?? LayerCalls.Difference(routine, first, moved).Where($"of {form.Name}, once the inputs lie elsewhere in memory");
    }

    private static float[] Outputs(LayerRoutine routine, LayerCase source, LayerCall call, int before, float guard, float held)
    {
        float[] outputs = new float[before + (source.Tokens * routine.OutputDim)];
        outputs.AsSpan().Fill(held);
        call(new Guarded<float>(source.Inputs, before, guard).Span, outputs.AsSpan(before));
        return outputs[before..];
    }
}
