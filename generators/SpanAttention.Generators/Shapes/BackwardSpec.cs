namespace SpanAttention.Generators.Shapes;

/// <summary>What gradients are computed of: attention as it is declared, by a kernel of its own.</summary>
/// <param name="Attention">The declared attention.</param>
internal sealed record BackwardSpec(AttentionSpec Attention) : DeclaredSpec(Attention.Kind, Attention.Type with { Part = "Backward", FileName = $"{Attention.Type.FileName}-Backward" })
{
    /// <inheritdoc/>
    public override IReadOnlyList<WeightTensor> Weights => [];

    /// <inheritdoc/>
    public override IReadOnlyList<PackedTensor> Packed => [];
}
