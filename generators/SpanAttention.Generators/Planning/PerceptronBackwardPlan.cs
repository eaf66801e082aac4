using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plan of the gradients of a linear or feed-forward layer: gradients of outputs go back through the weights as tokens went through them, and weight tensors gather what each block of tokens brings.</summary>
/// <param name="Spec">What is declared.</param>
/// <param name="Layer">Plan of the layer.</param>
internal sealed record PerceptronBackwardPlan(PerceptronBackwardSpec Spec, PerceptronPlan Layer) : DeclaredPlan(Layer.Facts, Layer.Tiles)
{
    /// <inheritdoc/>
    public override DeclaredSpec Declared => Spec;

    /// <inheritdoc/>
    public override int StackBytes => Layer.StackBytes;

    /// <inheritdoc/>
    public override IEnumerable<SharedPlan> Shared => [WeightGradient];

    /// <summary>The register tiles of weight tensors' gradients.</summary>
    public WeightGradientPlan WeightGradient { get; } = new();

    /// <summary>Workspace of a block of tokens.</summary>
    public Scratch Block => new("", new(Regions(Spec.Perceptron)));

    private static IEnumerable<Region> Regions(PerceptronSpec spec) =>
    [
        .. spec.HasHidden ? OfHidden(spec) : spec.Activation == Activation.None ? [] : [Region.OfTokenBlock("gradients", spec.OutputDim)],
        Region.OfTokenBlock("sums", PackedTensor.Round(spec.InputDim)),
        Region.OfTokenBlock("inputGroups", PackedTensor.Round(spec.InputDim)),
        Region.OfTokenBlock("gradientGroups", PackedTensor.Round(spec.OutputDim)),
    ];

    private static IEnumerable<Region> OfHidden(PerceptronSpec spec)
    {
        yield return Region.OfTokenBlock("units", spec.HiddenDim);
        yield return Region.OfTokenBlock("unitGradients", PackedTensor.Round(spec.HiddenDim));
        if (spec.Gated)
        {
            yield return Region.OfTokenBlock("gateGradients", spec.HiddenDim);
        }

        yield return Region.OfTokenBlock("unitGroups", PackedTensor.Round(spec.HiddenDim));
    }
}
