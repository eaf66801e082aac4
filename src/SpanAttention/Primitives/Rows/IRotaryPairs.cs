namespace SpanAttention.Primitives;

/// <summary>Pairs of dimensions that rotary position embedding rotates together.</summary>
internal interface IRotaryPairs
{
    /// <summary>
    /// (x1, x2) → (x1 · cos − x2 · sin, x2 · cos + x1 · sin) for every pair of a head: the product with the sine is rounded, the one with the cosine is fused with the sum
    /// where the canon is. The head may be rotated in place.
    /// </summary>
    /// <param name="head">The head's first dimension.</param>
    /// <param name="cos">The first pair's cosine.</param>
    /// <param name="sin">The first pair's sine.</param>
    /// <param name="pairs">Pairs.</param>
    /// <param name="rotated">Where the first dimension goes.</param>
    static abstract void Rotate(ref float head, ref float cos, ref float sin, int pairs, ref float rotated);
}
