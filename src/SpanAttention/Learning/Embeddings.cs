using System.Globalization;
using System.Runtime.InteropServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>Embeddings: a row of weights for each token of a vocabulary, or for each position, and the gradients of these rows. In the canonical order; nothing is allocated.</summary>
/// <example><code>
/// Embeddings.Forward(tokenWeights, dim: 192, tokens, states);
/// Embeddings.ForwardAdd(positionWeights, dim: 192, positions, states, states);
/// </code></example>
public static class Embeddings
{
    /// <summary>destination[i] = weights[tokens[i]].</summary>
    /// <param name="weights"><c>[vocabulary, dim]</c>.</param>
    /// <param name="dim">Floats of a token, at least 1.</param>
    /// <param name="tokens"><c>[tokens]</c>: each 0 to vocabulary − 1.</param>
    /// <param name="destination"><c>[tokens, dim]</c>; may be longer. It must not overlap the weights.</param>
    /// <exception cref="ArgumentException">The weights are no whole rows, or the destination is shorter, or overlaps them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary, or <paramref name="dim"/> is below 1; nothing is written then.</exception>
    public static void Forward(ReadOnlySpan<float> weights, int dim, ReadOnlySpan<int> tokens, Span<float> destination)
    {
        Check(weights, dim, tokens, destination);
        for (int index = 0; index < tokens.Length; index++)
        {
            weights.Slice(tokens[index] * dim, dim).CopyTo(destination[(index * dim)..]);
        }
    }

    /// <summary>destination[i] = residual[i] + weights[tokens[i]]: positions are added to tokens this way.</summary>
    /// <inheritdoc cref="Forward"/>
    /// <param name="residual"><c>[tokens, dim]</c>: numbers that are added to.</param>
    /// <param name="destination"><c>[tokens, dim]</c>; may be longer. It may be the residual itself, but must not overlap it otherwise, nor the weights.</param>
    public static void ForwardAdd(ReadOnlySpan<float> weights, int dim, ReadOnlySpan<int> tokens, ReadOnlySpan<float> residual, Span<float> destination)
    {
        Check(weights, dim, tokens, destination);
        SpanShape.Exactly(residual.Length, tokens.Length, dim, nameof(residual), "tokens × dim");
        SpanShape.SameOrDisjoint(destination, residual.Length, residual, nameof(destination), nameof(residual));
        for (int index = 0; index < tokens.Length; index++)
        {
            Add(residual.Slice(index * dim, dim), weights.Slice(tokens[index] * dim, dim), destination.Slice(index * dim, dim));
        }
    }

    /// <summary>weightGradient[tokens[i]] += destinationGradient[i], one token after the other.</summary>
    /// <param name="dim">Floats of a token, at least 1.</param>
    /// <param name="tokens"><c>[tokens]</c>: each 0 to vocabulary − 1.</param>
    /// <param name="destinationGradient"><c>[tokens, dim]</c>: the loss's slope by each number of the destination.</param>
    /// <param name="weightGradient"><c>[vocabulary, dim]</c>, added to; rows of tokens that do not occur stay as they are.</param>
    /// <exception cref="ArgumentException">The weights' gradient is no whole rows, or overlaps the other, or that is not one row a token.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary, or <paramref name="dim"/> is below 1; nothing is written then.</exception>
    public static void Backward(int dim, ReadOnlySpan<int> tokens, ReadOnlySpan<float> destinationGradient, Span<float> weightGradient)
    {
        CheckTokens(weightGradient.Length, dim, tokens, nameof(weightGradient));
        SpanShape.Exactly(destinationGradient.Length, tokens.Length, dim, nameof(destinationGradient), "tokens × dim");
        SpanShape.Disjoint(weightGradient, weightGradient.Length, destinationGradient, nameof(weightGradient), nameof(destinationGradient));
        for (int index = 0; index < tokens.Length; index++)
        {
            Span<float> row = weightGradient.Slice(tokens[index] * dim, dim);
            Add(row, destinationGradient.Slice(index * dim, dim), row);
        }
    }

    private static void Add(ReadOnlySpan<float> residual, ReadOnlySpan<float> row, Span<float> destination) =>
        Rows.Store(ref MemoryMarshal.GetReference(row), row.Length, 1, row.Length, ref MemoryMarshal.GetReference(residual), ref MemoryMarshal.GetReference(destination), row.Length);

    private static void Check(ReadOnlySpan<float> weights, int dim, ReadOnlySpan<int> tokens, ReadOnlySpan<float> destination)
    {
        CheckTokens(weights.Length, dim, tokens, nameof(weights));
        SpanShape.AtLeast(destination.Length, tokens.Length, dim, nameof(destination), "tokens × dim");
        SpanShape.Disjoint(destination, (long)tokens.Length * dim, weights, nameof(destination), nameof(weights));
    }

    private static void CheckTokens(int weights, int dim, ReadOnlySpan<int> tokens, string weightsName)
    {
        if (dim < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(dim), dim, string.Create(CultureInfo.InvariantCulture, $"dim is {dim}; it must be at least 1."));
        }

        int vocabulary = SpanShape.Tokens(weights, dim, weightsName, "[vocabulary, dim]");
        for (int index = 0; index < tokens.Length; index++)
        {
            if ((uint)tokens[index] >= (uint)vocabulary)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(tokens), tokens[index], string.Create(CultureInfo.InvariantCulture, $"tokens[{index}] is {tokens[index]}; {weightsName} has {vocabulary} rows, counted from 0."));
            }
        }
    }
}
