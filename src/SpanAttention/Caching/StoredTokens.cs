using System.Runtime.CompilerServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>One head's keys or values of a store, by position and dimension, wherever these lie.</summary>
/// <param name="numbers">All numbers of keys or of values.</param>
/// <param name="first">The head's first.</param>
/// <param name="slots">Tokens that there is room for; a position beyond starts again at the first.</param>
/// <param name="dim">Numbers of a token's head.</param>
/// <param name="areKeys">Whether they lie in groups of 16 tokens, as keys do.</param>
internal readonly struct StoredTokens<TElement>(AlignedFloats numbers, long first, int slots, int dim, bool areKeys)
    where TElement : unmanaged, IKeyValueElement<TElement>
{
    private const int Group = Transpose.RowGroup;

    /// <summary>Numbers of a token's head.</summary>
    public int Dim => dim;

    /// <summary>Number x of the token at a position.</summary>
    public ref TElement this[int position, int x] => ref Unsafe.Add(ref Unsafe.As<float, TElement>(ref numbers.First), (nint)(first + Place(position % slots, x)));

    /// <summary>Keys head by head, then values head by head.</summary>
    public static IEnumerable<StoredTokens<TElement>> Of(KeyValueStore store, KeyValueShape shape)
    {
        for (int head = 0; head < shape.KeyValueHeads; head++)
        {
            yield return new(store.Keys, (long)head * shape.Slots * shape.HeadDim, shape.Slots, shape.HeadDim, areKeys: true);
        }

        for (int head = 0; head < shape.KeyValueHeads; head++)
        {
            yield return new(store.Values, (long)head * shape.Slots * shape.ValueDim, shape.Slots, shape.ValueDim, areKeys: false);
        }
    }

    private long Place(int slot, int x) => areKeys
        ? ((long)(slot & -Group) * dim) + (x * Group) + TElement.Place(slot % Group)
        : ((long)slot * dim) + KeyValueRows.Place<TElement>(x, dim);
}
