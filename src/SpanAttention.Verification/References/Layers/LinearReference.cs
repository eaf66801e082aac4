namespace SpanAttention.Verification;

/// <summary>A linear layer in double.</summary>
internal sealed class LinearReference(LinearShape shape, LinearWeights weights, Precision precision) : ILayerReference
{
    private readonly Projection projection = new(weights.Weight, weights.Bias, shape.InputDim, shape.OutputDim, shape.WeightLayout) { Element = shape.WeightElement };

    public int InputDim => shape.InputDim;

    public int OutputDim => shape.OutputDim;

    public long WorkOfToken => (long)shape.InputDim * shape.OutputDim;

    public void Validate()
    {
        shape.Validate();
        weights.Validate(shape);
    }

    public Tracked Outputs(Tracked inputs) =>
        ActivationReference.Of(shape.Activation, new ProjectionReference(projection, precision).Of(inputs), precision);

    /// <summary>The weights of one output, as they are stored.</summary>
    public float[] WeightsOf(int output) => projection.Part(output, 1).Rows;
}
