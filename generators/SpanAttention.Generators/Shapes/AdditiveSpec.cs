namespace SpanAttention.Generators.Shapes;

/// <summary>Options of additive attention beyond its shape and its mask.</summary>
/// <param name="HasScale">Whether calls take the weights of the score, [head dim].</param>
internal sealed record AdditiveSpec(bool HasScale);
