using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>Shape of the keys and values that a layer keeps: <c>[key/value heads, head dim]</c> and <c>[key/value heads, value dim]</c> a token, and of how many tokens.</summary>
/// <param name="keyValueHeads">Key/value heads.</param>
/// <param name="headDim">Floats of a key head.</param>
/// <param name="valueDim">Floats of a value head.</param>
/// <param name="contextLength">Tokens that the cache can hold where there is no window; 0 for a projected context, which holds all that it is made of.</param>
/// <param name="leftWindow">Earlier tokens that a token sees; −1 for all of them.</param>
/// <param name="element">How numbers are stored.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct KeyValueShape(int keyValueHeads, int headDim, int valueDim, int contextLength, int leftWindow, CacheElement element)
{
    private const int KeyTile = 64;

    internal int KeyValueHeads => keyValueHeads;

    internal int HeadDim => headDim;

    internal int ValueDim => valueDim;

    internal int ContextLength => contextLength;

    internal int LeftWindow => leftWindow;

    internal CacheElement Element => element;

    /// <summary>Bytes of what is kept of a token.</summary>
    internal long TokenBytes => (long)keyValueHeads * (headDim + valueDim) * (element == CacheElement.Single ? sizeof(float) : sizeof(ushort));

    /// <summary>Tells whether tokens that no later one sees give way: any number can be added.</summary>
    internal bool IsRing => leftWindow >= 0;

    /// <summary>Tokens that can be added in all.</summary>
    internal int Capacity => IsRing ? int.MaxValue : contextLength;

    /// <summary>Tokens that there is room for, whole tiles. A ring holds the window of a tile's first token, and that tile.</summary>
    internal int Slots => IsRing ? WholeTiles(leftWindow) + KeyTile : WholeTiles(contextLength);

    /// <inheritdoc/>
    public override string ToString()
    {
        string window = IsRing ? FormattableString.Invariant($" with LeftWindow {leftWindow}") : "";
        string values = ValueDim == HeadDim ? "" : FormattableString.Invariant($", value dim {ValueDim}");
        string numbers = element == CacheElement.Single ? "" : $" of {element}";
        string tokens = contextLength == 0 ? "tokens" : FormattableString.Invariant($"{contextLength}"); // a projected context has as many as were given
        return FormattableString.Invariant($"[{tokens}, {KeyValueHeads}, {HeadDim}] (context × key/value heads × head dim){values}{window}{numbers}");
    }

    /// <summary>The floats that hold one head of so many tokens, whole tiles: two shorter numbers in each.</summary>
    internal int Floats(int tokens, int dim) => element == CacheElement.Single ? tokens * dim : tokens * dim / 2;

    /// <summary>Tells whether caches of both hold the same.</summary>
    internal bool Equals(KeyValueShape other) =>
        (keyValueHeads, headDim, valueDim, Slots, leftWindow, Capacity, element) == (other.KeyValueHeads, other.HeadDim, other.ValueDim, other.Slots, other.LeftWindow, other.Capacity, other.Element);

    /// <summary>Slots that may hold something once there are <paramref name="count"/> tokens, whole tiles.</summary>
    internal int SlotsOf(int count) => (int)Math.Min(Slots, WholeTilesLong(count));

    /// <summary>The oldest token still held once there are <paramref name="count"/>.</summary>
    internal int OldestOf(int count) => IsRing ? (int)Math.Max(0, WholeTilesLong(count) - Slots) : 0;

    /// <summary>The oldest token that the one after <paramref name="count"/> others sees.</summary>
    internal int OldestSeenBy(int count) => IsRing ? Math.Max(0, count - leftWindow) : 0;

    /// <summary>Tells whether a cache may have <paramref name="count"/> tokens of which <paramref name="oldest"/> is the oldest that it holds: a ring that was truncated may have given up some early ones.</summary>
    internal bool CanHold(int count, int oldest) => count >= 0 && count <= Capacity && oldest % KeyTile == 0 && oldest >= OldestOf(count) && oldest <= OldestSeenBy(count);

    /// <summary>Tokens rounded up to whole tiles.</summary>
    internal static int WholeTiles(int tokens) => (int)WholeTilesLong(tokens);

    /// <summary>The same where there may be more than an int counts.</summary>
    internal static long WholeTilesLong(int tokens) => ((long)tokens + KeyTile - 1) / KeyTile * KeyTile;
}
