namespace SpanAttention.Conformance.Tests.References;

/// <summary>A linear map whose tensors may be a slice of a fused one, in either axis order.</summary>
public sealed record Projection(int InputDim, int OutputDim, float[] Weights, float[] Biases, int FirstOutput, int TotalOutputs, WeightLayout Layout)
{
    public bool HasBias => Biases.Length > 0;

    public float Weight(int output, int input) =>
        Layout == WeightLayout.OutputByInput
            ? Weights[((FirstOutput + output) * InputDim) + input]
            : Weights[(input * TotalOutputs) + FirstOutput + output];

    public float Bias(int output) => Biases[FirstOutput + output];
}
