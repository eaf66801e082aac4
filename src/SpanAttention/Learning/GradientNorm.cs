using System.Globalization;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>
/// The norm of all gradients together, and the factor that clips them to a largest norm (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013).
/// Tensors are added in an order that the caller keeps; the bits are then the same on every machine of a canon.
/// </summary>
/// <example><code>
/// GradientNorm norm = default;
/// norm.Add(up);
/// norm.Add(down);
/// float factor = norm.FactorFor(1);
/// GradientNorm.Scale(up, factor);
/// GradientNorm.Scale(down, factor);
/// </code></example>
public struct GradientNorm
{
    private const int Block = 4096; // floats whose squares are summed as floats; blocks are added as doubles

    private double squares;

    /// <summary>√(Σ g²) of what was added: 0 for nothing, ∞ or NaN where gradients are not finite, or where 4096 squares are beyond a float.</summary>
    public readonly double Value => Math.Sqrt(squares);

    /// <summary>Adds a tensor.</summary>
    /// <param name="gradients">Its gradients.</param>
    public void Add(ReadOnlySpan<float> gradients)
    {
        for (int first = 0; first < gradients.Length; first += Block)
        {
            squares += PartialSums.OfSquares(gradients.Slice(first, Math.Min(Block, gradients.Length - first)));
        }
    }

    /// <summary>The factor by which gradients have a norm of at most <paramref name="limit"/>: 1 where they have it already.</summary>
    /// <param name="limit">The largest norm: above 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is 0 or less, infinite or NaN.</exception>
    /// <exception cref="InvalidOperationException">The norm is ∞ or NaN: no factor mends these gradients, and a step would spoil the weights.</exception>
    public readonly float FactorFor(float limit)
    {
        if (!(limit > 0) || !float.IsFinite(limit))
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, string.Create(CultureInfo.InvariantCulture, $"limit is {limit}; it must be finite and above 0."));
        }

        double norm = Value;
        if (!double.IsFinite(norm))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The norm of the gradients is {norm}; a finite one can be clipped to {limit}."));
        }

        return norm <= limit ? 1 : (float)(limit / norm);
    }

    /// <summary>gradients ← factor · gradients.</summary>
    /// <param name="gradients">A tensor's gradients, changed in place; factor 1 leaves them as they are.</param>
    /// <param name="factor">The factor.</param>
    public static void Scale(Span<float> gradients, float factor)
    {
        if (factor != 1 && !gradients.IsEmpty)
        {
            Rows.Scale(ref gradients[0], gradients.Length, factor);
        }
    }
}
