namespace SpanAttention.Verification;

internal sealed class ForwardAddIsTheSum : LayerLaw
{
    public override string Equation => "ForwardAdd(inputs, residual) = residual + Forward(inputs), where the destination is the residual, too; elsewhere the residual stays as it was";

    public override string Reason => "It is a residual connection, and saves a pass over the outputs.";

    public override bool Concerns(LayerRoutine routine) => routine.ForwardAdd is not null;

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        float[] residual = new CaseData(source.Choice).Numbers(CaseKind.Ordinary, source.Tokens * routine.OutputDim);
        float[] expected = [.. residual.Zip(routine.CallForward(source), static (before, output) => before + output)];
        float[] sums = LayerCalls.NewOutputs(routine, source.Tokens);
        float[] kept = [.. residual];
        float[] inPlace = [.. residual];
        routine.ForwardAdd!(source.Inputs, kept, sums);
        routine.ForwardAdd(source.Inputs, inPlace, inPlace);
        return LayerCalls.Difference(routine, expected, sums).Where("of ForwardAdd")
            ?? Comparison.Same(residual, kept, static index => $"residual[{index}] after ForwardAdd")
            ?? LayerCalls.Difference(routine, expected, inPlace).Where("of ForwardAdd, where the destination is the residual");
    }
}
