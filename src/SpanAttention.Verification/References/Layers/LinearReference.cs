namespace SpanAttention.Verification;

/// <summary>A linear layer in double.</summary>
internal sealed class LinearReference(LinearShape shape, LinearWeights weights, Precision precision) : ILayerReference
{
    public int InputDim => shape.InputDim;

    public int OutputDim => shape.OutputDim;

    public long WorkOfToken => (long)shape.InputDim * shape.OutputDim;

    public void Validate()
    {
        shape.Validate();
        weights.Validate(shape);
    }

    public Tracked Outputs(Tracked inputs) =>
        ActivationReference.Of(shape.Activation, new ProjectionReference(new Projection(weights.Weight, weights.Bias, shape.InputDim, shape.OutputDim, shape.WeightLayout), precision).Of(inputs), precision);
}
