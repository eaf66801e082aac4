namespace SpanAttention.Generators.Shapes;

/// <summary>Attention whose gradients are computed, by a kernel of its own.</summary>
/// <param name="Attention">The declared attention.</param>
internal sealed record BackwardSpec(AttentionSpec Attention) : DeclaredSpec(Attention.Kind, Attention.Type with { Part = Attention.Type.Part + "Backward", FileName = $"{Attention.Type.FileName}-Backward" })
{
    /// <inheritdoc/>
    public override IReadOnlyList<WeightTensor> Weights => [];

    /// <inheritdoc/>
    public override IReadOnlyList<PackedTensor> Packed => [];
}
