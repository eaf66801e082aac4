namespace SpanAttention.Generators.Shapes;

/// <summary>A linear or feed-forward layer whose gradients are computed, by a kernel of its own.</summary>
/// <param name="Perceptron">The declared layer.</param>
internal sealed record PerceptronBackwardSpec(PerceptronSpec Perceptron)
    : DeclaredSpec(Perceptron.Kind, Perceptron.Type with { Part = $"{Perceptron.Type.Part}Backward", FileName = $"{Perceptron.Type.FileName}-Backward" })
{
    /// <inheritdoc/>
    public override IReadOnlyList<WeightTensor> Weights => [];

    /// <inheritdoc/>
    public override IReadOnlyList<PackedTensor> Packed => [];
}
