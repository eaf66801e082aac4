using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>
/// Stores projected keys and values as attention reads them, head by head: keys in groups of 16 tokens, <c>[heads, groups, head dim, 16 tokens]</c>, so that the keys of a decoded token are
/// vector lanes and those of many tokens scalars side by side; values as rows, <c>[heads, tokens, value dim]</c>.
/// </summary>
/// <remarks>Keys and values are rounded to the element they are stored as, and lie in its order within groups of 16 tokens or value dimensions.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KeyValueRows
{
    private const int Group = Transpose.RowGroup;

    /// <summary>Stores keys of consecutive tokens.</summary>
    /// <param name="rows">The projection, <c>[tokens, stride]</c>.</param>
    /// <param name="stride">Floats from one token to the next.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="heads">Key/value heads.</param>
    /// <param name="headDim">Floats of a head.</param>
    /// <param name="keys">Where keys are kept.</param>
    /// <param name="capacity">Tokens that there is room for, a multiple of 16.</param>
    /// <param name="first">The place of the first token.</param>
    public static void StoreKeys<TElement>(ref float rows, int stride, int tokens, int heads, int headDim, ref TElement keys, int capacity, int first)
        where TElement : struct, IKeyValueElement<TElement>
    {
        for (int head = 0; head < heads; head++)
        {
            ref float source = ref Unsafe.Add(ref rows, head * headDim);
            ref TElement headKeys = ref Unsafe.Add(ref keys, (nint)head * capacity * headDim);
            if (typeof(TElement) == typeof(SingleElement) && first % Group == 0 && tokens > Group / 2)
            {
                // What lies beyond the last token is overwritten by the tokens that follow.
                Transpose.ToGroups(ref source, stride, tokens, headDim, ref Unsafe.Add(ref Unsafe.As<TElement, float>(ref headKeys), (nint)first * headDim), headDim * Group);
                continue;
            }

            for (int token = 0; token < tokens; token++)
            {
                StoreKey(ref Unsafe.Add(ref source, token * stride), headDim, ref headKeys, first + token);
            }
        }
    }

    /// <summary>Stores values of consecutive tokens.</summary>
    /// <param name="rows">The projection, <c>[tokens, stride]</c>.</param>
    /// <param name="stride">Floats from one token to the next.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="heads">Key/value heads.</param>
    /// <param name="valueDim">Floats of a head.</param>
    /// <param name="values">Where values are kept.</param>
    /// <param name="capacity">Tokens that there is room for.</param>
    /// <param name="first">The place of the first token.</param>
    public static void StoreValues<TElement>(ref float rows, int stride, int tokens, int heads, int valueDim, ref TElement values, int capacity, int first)
        where TElement : struct, IKeyValueElement<TElement>
    {
        for (int token = 0; token < tokens; token++)
        {
            for (int head = 0; head < heads; head++)
            {
                ref TElement destination = ref Unsafe.Add(ref values, (((nint)head * capacity) + first + token) * valueDim);
                Narrow(ref Unsafe.Add(ref rows, (token * stride) + (head * valueDim)), valueDim, ref destination);
            }
        }
    }

    /// <summary>Stored rows as floats.</summary>
    /// <param name="source">The first row.</param>
    /// <param name="rows">Rows, side by side.</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="destination">The first float.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen<TElement>(ref TElement source, int rows, int width, ref float destination)
        where TElement : struct, IKeyValueElement<TElement>
    {
        for (int row = 0; row < rows; row++)
        {
            ref TElement numbers = ref Unsafe.Add(ref source, (nint)row * width);
            ref float floats = ref Unsafe.Add(ref destination, (nint)row * width);
            int x = 0;
            for (; x <= width - Group; x += Group)
            {
                ref TElement group = ref Unsafe.Add(ref numbers, x);
                TElement.Load256(ref group, 0).StoreUnsafe(ref Unsafe.Add(ref floats, x));
                TElement.Load256(ref group, Group / 2).StoreUnsafe(ref Unsafe.Add(ref floats, x + (Group / 2)));
            }

            for (; x < width; x++)
            {
                Unsafe.Add(ref floats, x) = Unsafe.Add(ref numbers, x).ToSingle();
            }
        }
    }

    /// <summary>scores[i, j] = query_i · key_j, one number at a time: what is done for a tile whose keys are not all finite.</summary>
    /// <param name="queries">Rows of queries, <c>[rows, head dim]</c>.</param>
    /// <param name="key">The tile's keys, in groups of 16 tokens.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="headDim">Head dimension.</param>
    /// <param name="scores">Element [0, 0].</param>
    /// <param name="stride">Floats from one row of scores to the next.</param>
    public static void Score<TElement>(ref float queries, ref TElement key, int keys, int rows, int headDim, ref float scores, int stride)
        where TElement : struct, IKeyValueElement<TElement>
    {
        for (int row = 0; row < rows; row++)
        {
            for (int j = 0; j < keys; j++)
            {
                ref TElement lane = ref Unsafe.Add(ref key, ((j & -Group) * headDim) + TElement.Place(j % Group));
                float score = 0;
                for (int x = 0; x < headDim; x++)
                {
                    score = Lanes.MultiplyAdd(Unsafe.Add(ref lane, x * Group).ToSingle(), Unsafe.Add(ref queries, (row * headDim) + x), score);
                }

                Unsafe.Add(ref scores, (row * stride) + j) = score;
            }
        }
    }

    /// <summary>Place of a number in a stored row: in the element's order in whole groups of 16, then side by side.</summary>
    /// <param name="x">The number's index.</param>
    /// <param name="width">Numbers of the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Place<TElement>(int x, int width)
        where TElement : struct, IKeyValueElement<TElement> =>
        x < (width & -Group) ? (x & -Group) + TElement.Place(x % Group) : x;

    private static void StoreKey<TElement>(ref float source, int headDim, ref TElement headKeys, int place)
        where TElement : struct, IKeyValueElement<TElement>
    {
        ref TElement destination = ref Unsafe.Add(ref headKeys, ((nint)(place - (place % Group)) * headDim) + TElement.Place(place % Group));
        for (int x = 0; x < headDim; x++)
        {
            Unsafe.Add(ref destination, x * Group) = TElement.Of(Unsafe.Add(ref source, x));
        }
    }

    private static void Narrow<TElement>(ref float source, int count, ref TElement destination)
        where TElement : struct, IKeyValueElement<TElement>
    {
        if (typeof(TElement) == typeof(SingleElement))
        {
            MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<TElement, float>(ref destination), count));
            return;
        }

        for (int x = 0; x < count; x++)
        {
            Unsafe.Add(ref destination, Place<TElement>(x, count)) = TElement.Of(Unsafe.Add(ref source, x));
        }
    }
}
