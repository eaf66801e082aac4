namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>A feed-forward layer as plain float loops. Most mistakes are another shape or other weights than those that are declared.</summary>
internal sealed record ScalarFeedForward(FeedForwardShape Shape, FeedForwardWeights Weights)
{
    /// <summary>A hidden unit of its sum and its gate's.</summary>
    public Func<float, float, float> Unit { get; init; } = (unit, gate) => Shape.Gated ? PlainSteps.Activate(Shape.Activation, gate) * unit : PlainSteps.Activate(Shape.Activation, unit);

    /// <summary>The output of its sum.</summary>
    public Func<float, float> Output { get; init; } = static sum => sum;

    /// <summary>The layer, token by token.</summary>
    public TokenMap Map => new(Shape.InputDim, Shape.OutputDim, Outputs);

    /// <summary>The layer as the kit calls it, declared to be of a shape and weights.</summary>
    public LayerRoutine As(FeedForwardShape shape, FeedForwardWeights weights) => LayerRoutine.Of(shape, weights, Map.Forward) with { ForwardAdd = Map.ForwardAdd };

    private float[] Outputs(float[] token)
    {
        float[] both = Shape.FusedGateUp ? Project(token, Weights.GateUp, Weights.GateUpBias, 2 * Shape.HiddenDim) : [];
        float[] units = Shape.FusedGateUp ? both[Shape.HiddenDim..] : Project(token, Weights.Up, Weights.UpBias, Shape.HiddenDim);
        float[] gates = Shape.FusedGateUp ? both[..Shape.HiddenDim] : Shape.Gated ? Project(token, Weights.Gate, Weights.GateBias, Shape.HiddenDim) : units;
        return Array.ConvertAll(Project([.. units.Zip(gates, Unit)], Weights.Down, Weights.DownBias, Shape.OutputDim), sum => Output(sum));
    }

    private float[] Project(float[] inputs, float[] weights, float[] bias, int outputs) => PlainSteps.Project(inputs, weights, Shape.Bias ? bias : [], outputs, Shape.WeightLayout);
}
