namespace SpanAttention.Generators.Model;

/// <summary>What additive attention declares beyond its shape.</summary>
/// <param name="HasScale">Whether calls take the weights of the score, [head dim].</param>
/// <param name="Mask">The axes of the mask: none, keys, or queries and keys.</param>
internal sealed record AdditiveSpec(bool HasScale, PairAxes Mask)
{
    public bool HasMask => Mask != PairAxes.None;
}
