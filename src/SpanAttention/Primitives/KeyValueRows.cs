using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.Primitives;

/// <summary>
/// Stores projected keys and values as attention reads them, head by head: keys in groups of 16 tokens, <c>[heads, groups, head dim, 16 tokens]</c>, so that the keys of a decoded token are
/// vector lanes and those of many tokens scalars side by side; values as rows, <c>[heads, tokens, value dim]</c>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KeyValueRows
{
    private const int Group = Transpose.RowGroup;

    /// <summary>Keys of tokens that are vector lanes.</summary>
    /// <param name="lanes">The projection, <c>[groups, heads × head dim, 16 tokens]</c>.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="heads">Key/value heads.</param>
    /// <param name="headDim">Floats of a head.</param>
    /// <param name="keys">Where keys are kept.</param>
    /// <param name="capacity">Tokens that there is room for, a multiple of 16.</param>
    /// <param name="first">The place of the first token.</param>
    public static void StoreKeyLanes(ref float lanes, int tokens, int heads, int headDim, ref float keys, int capacity, int first)
    {
        int groupLength = headDim * Group;
        for (int token = 0; token < tokens; token += Group)
        {
            for (int head = 0; head < heads; head++)
            {
                ref float source = ref Unsafe.Add(ref lanes, ((nint)token * heads * headDim) + (head * groupLength));
                ref float headKeys = ref Unsafe.Add(ref keys, (nint)head * capacity * headDim);
                if (first % Group == 0)
                {
                    // What lies beyond the last token is overwritten by the tokens that follow.
                    MemoryMarshal.CreateReadOnlySpan(ref source, groupLength).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref headKeys, (nint)(first + token) * headDim), groupLength));
                    continue;
                }

                for (int lane = 0; lane < Math.Min(Group, tokens - token); lane++)
                {
                    StoreKey(ref Unsafe.Add(ref source, lane), Group, headDim, ref headKeys, first + token + lane);
                }
            }
        }
    }

    /// <summary>Keys of tokens that are rows.</summary>
    /// <param name="rows">The projection, <c>[tokens, stride]</c>.</param>
    /// <param name="stride">Floats from one token to the next.</param>
    /// <inheritdoc cref="StoreKeyLanes(ref float, int, int, int, ref float, int, int)"/>
    public static void StoreKeyRows(ref float rows, int stride, int tokens, int heads, int headDim, ref float keys, int capacity, int first)
    {
        for (int token = 0; token < tokens; token++)
        {
            for (int head = 0; head < heads; head++)
            {
                ref float source = ref Unsafe.Add(ref rows, (token * stride) + (head * headDim));
                StoreKey(ref source, 1, headDim, ref Unsafe.Add(ref keys, (nint)head * capacity * headDim), first + token);
            }
        }
    }

    /// <summary>Values of tokens that are vector lanes.</summary>
    /// <param name="lanes">The projection, <c>[groups, heads × value dim, 16 tokens]</c>.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="heads">Key/value heads.</param>
    /// <param name="valueDim">Floats of a head.</param>
    /// <param name="values">Where values are kept.</param>
    /// <param name="capacity">Tokens that there is room for.</param>
    /// <param name="first">The place of the first token.</param>
    public static void StoreValueLanes(ref float lanes, int tokens, int heads, int valueDim, ref float values, int capacity, int first)
    {
        for (int head = 0; head < heads; head++)
        {
            ref float destination = ref Unsafe.Add(ref values, (((nint)head * capacity) + first) * valueDim);
            Transpose.FromGroups(ref Unsafe.Add(ref lanes, head * valueDim * Group), (nint)heads * valueDim * Group, tokens, valueDim, ref destination, valueDim);
        }
    }

    /// <summary>Values of tokens that are rows.</summary>
    /// <param name="rows">The projection, <c>[tokens, stride]</c>.</param>
    /// <param name="stride">Floats from one token to the next.</param>
    /// <inheritdoc cref="StoreValueLanes(ref float, int, int, int, ref float, int, int)"/>
    public static void StoreValueRows(ref float rows, int stride, int tokens, int heads, int valueDim, ref float values, int capacity, int first)
    {
        for (int token = 0; token < tokens; token++)
        {
            for (int head = 0; head < heads; head++)
            {
                ref float destination = ref Unsafe.Add(ref values, (((nint)head * capacity) + first + token) * valueDim);
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref rows, (token * stride) + (head * valueDim)), valueDim).CopyTo(MemoryMarshal.CreateSpan(ref destination, valueDim));
            }
        }
    }

    private static void StoreKey(ref float source, int stride, int headDim, ref float headKeys, int place)
    {
        ref float destination = ref Unsafe.Add(ref headKeys, ((nint)(place - (place % Group)) * headDim) + (place % Group));
        for (int x = 0; x < headDim; x++)
        {
            Unsafe.Add(ref destination, x * Group) = Unsafe.Add(ref source, x * stride);
        }
    }
}
