namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>A linear layer as plain float loops. Most mistakes are another shape or other weights than those that are declared.</summary>
internal sealed record ScalarLinear(LinearShape Shape, LinearWeights Weights)
{
    /// <summary>What is done to each output before its bias is added, and after.</summary>
    public Func<float, float, float> Activate { get; init; } = (sum, bias) => PlainSteps.Activate(Shape.Activation, sum + bias);

    /// <summary>The layer, token by token.</summary>
    public TokenMap Map => new(Shape.InputDim, Shape.OutputDim, Outputs);

    /// <summary>The layer as the kit calls it, declared to be of a shape and weights.</summary>
    public LayerRoutine As(LinearShape shape, LinearWeights weights) => LayerRoutine.Of(shape, weights, Map.Forward) with { ForwardAdd = Map.ForwardAdd };

    private float[] Outputs(float[] token) =>
        [.. PlainSteps.Project(token, Weights.Weight, [], Shape.OutputDim, Shape.WeightLayout).Select((sum, output) => Activate(sum, Shape.Bias ? Weights.Bias[output] : 0))];
}
