namespace SpanAttention.Generators.Shapes;

/// <summary>An attention layer whose gradients are computed, by a kernel of its own.</summary>
/// <param name="Layer">The declared layer.</param>
internal sealed record LayerBackwardSpec(AttentionSpec Layer)
    : DeclaredSpec(Layer.Kind, Layer.Type with { Part = $"{Layer.Type.Part}Backward", FileName = $"{Layer.Type.FileName}-Backward" })
{
    /// <inheritdoc/>
    public override IReadOnlyList<WeightTensor> Weights => [];

    /// <inheritdoc/>
    public override IReadOnlyList<PackedTensor> Packed => [];
}
