namespace SpanAttention.Verification;

internal sealed class LayerInputsAreNotWritten : LayerLaw
{
    public override string Name => nameof(InputsAreNotWritten);

    public override string Equation => "inputs have the same bits after a call as before it";

    public override string Reason => "They are another's: the residual connection reads them again.";

    public override Reach Reach => Reach.Short;

    public override Violation? Find(LayerRoutine routine, LayerCase source) =>
        Written(source, "Forward", inputs => routine.Forward(inputs, LayerCalls.NewOutputs(routine, source.Tokens)))
        ?? (routine.HasCache ? Written(source, "calls on a cache", inputs => LayerCalls.Call(routine, routine.NewCall(), source with { Inputs = inputs }, LayerCalls.NewOutputs(routine, source.Tokens), 0, source.Tokens)) : null);

    private static Violation? Written(LayerCase source, string name, Action<float[]> call)
    {
        float[] inputs = [.. source.Inputs];
        call(inputs);
        return Comparison.Same(source.Inputs, inputs, index => $"inputs[{index}] after {name}");
    }
}
