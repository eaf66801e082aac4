namespace SpanAttention.Verification;

/// <summary>A feed-forward layer in double.</summary>
internal sealed class FeedForwardReference(FeedForwardShape shape, FeedForwardWeights weights, Precision precision) : ILayerReference
{
    public int InputDim => shape.InputDim;

    public int OutputDim => shape.OutputDim;

    public long WorkOfToken => (long)shape.HiddenDim * (((shape.Gated ? 2 : 1) * shape.InputDim) + shape.OutputDim);

    public void Validate()
    {
        shape.Validate();
        weights.Validate(shape);
    }

    public Tracked Outputs(Tracked inputs) => Of(new Projection(weights.Down, weights.DownBias, shape.HiddenDim, shape.OutputDim, shape.WeightLayout) { Element = shape.WeightElement }, Hidden(inputs));

    private Tracked Hidden(Tracked inputs)
    {
        Tracked units = Of(shape.FusedGateUp ? Fused.Part(shape.HiddenDim, shape.HiddenDim) : Own(weights.Up, weights.UpBias), inputs);
        return shape.Gated
            ? Activated(Of(shape.FusedGateUp ? Fused.Part(0, shape.HiddenDim) : Own(weights.Gate, weights.GateBias), inputs)).Times(units, precision)
            : Activated(units);
    }

    private Projection Fused => new(weights.GateUp, weights.GateUpBias, shape.InputDim, 2 * shape.HiddenDim, shape.WeightLayout) { Element = shape.WeightElement };

    private Projection Own(float[] weight, float[] bias) => new(weight, bias, shape.InputDim, shape.HiddenDim, shape.WeightLayout) { Element = shape.WeightElement };

    private Tracked Activated(Tracked numbers) => ActivationReference.Of(shape.Activation, numbers, precision);

    private Tracked Of(Projection projection, Tracked numbers) => new ProjectionReference(projection, precision).Of(numbers);
}
