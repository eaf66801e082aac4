using System.ComponentModel;
using System.Globalization;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>The projected keys and values of a context, to which a layer's inputs attend as often as they like: the encoder's output, in an encoder–decoder model.</summary>
/// <remarks>Made by a layer's <c>ProjectContext</c>; immutable from there on, and shareable between threads.</remarks>
public sealed class ContextCache
{
    private readonly KeyValueShape shape;

    /// <summary>Room for a context; layers make theirs.</summary>
    /// <param name="shape">What is kept of each token.</param>
    /// <param name="tokens">Tokens of the context.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ContextCache(KeyValueShape shape, int tokens)
    {
        this.shape = shape;
        Count = tokens;
        int slots = KeyValueShape.WholeTiles(tokens);
        Keys = new AlignedFloats(shape.KeyValueHeads * shape.Floats(slots, shape.HeadDim));
        Values = new AlignedFloats(shape.KeyValueHeads * shape.Floats(slots, shape.ValueDim));
    }

    /// <summary>Tokens of the context.</summary>
    public int Count { get; }

    /// <summary>Keys, <c>[heads, groups, head dim, 16 tokens]</c>.</summary>
    internal AlignedFloats Keys { get; }

    /// <summary>Values, <c>[heads, tokens, value dim]</c>.</summary>
    internal AlignedFloats Values { get; }

    /// <summary>Asks for a context of a layer's shape.</summary>
    internal void RequireShape(KeyValueShape expected, string parameter)
    {
        if (!shape.Equals(expected))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{parameter} is a context of {shape}; a context of {expected} is needed."), parameter);
        }
    }
}
