using System.ComponentModel;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>The projected keys and values of a context, to which a layer's inputs attend as often as they like: the encoder's output, in an encoder–decoder model.</summary>
/// <remarks>Made by a layer's <c>ProjectContext</c>; immutable from there on, and shareable between threads.</remarks>
public sealed class ContextCache
{
    /// <summary>Room for a context; layers make theirs.</summary>
    /// <param name="shape">What is kept of each token.</param>
    /// <param name="tokens">Tokens of the context.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ContextCache(KeyValueShape shape, int tokens)
    {
        Count = tokens;
        Store = new KeyValueStore(shape, KeyValueShape.WholeTiles(tokens));
    }

    /// <summary>Tokens of the context.</summary>
    public int Count { get; }

    internal KeyValueStore Store { get; }
}
