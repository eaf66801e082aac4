namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>A [Linear] declaration.</summary>
public sealed record LinearDeclaration(int InputDim, int OutputDim, Activation Activation = Activation.None, bool Bias = true, WeightLayout WeightLayout = WeightLayout.OutputByInput)
    : PerceptronDeclaration(InputDim, OutputDim, Activation, Bias, WeightLayout)
{
    protected override int Outputs(string tensor) => OutputDim;

    public override IReadOnlyList<(string Name, int Length)> Tensors => [("Weight", OutputDim * InputDim), ("Bias", Bias ? OutputDim : 0)];
}
