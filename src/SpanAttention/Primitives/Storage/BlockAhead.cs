using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace SpanAttention.Primitives;

/// <summary>Rows that a block of queries and the next one touch for the first time: asked for a few at a time, while scores are summed.</summary>
/// <remarks>All at once they would cost what they save: a core waits for some twenty cache lines at a time.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct BlockAhead
{
    private const int RowsAtOnce = 2;

    private readonly int headDim;
    private readonly int valueDim;
    private ref float query;
    private ref float destination;
    private ref float key;
    private ref float value;
    private int queries;
    private int keys;

    private BlockAhead(ref float query, ref float destination, int queries, ref float key, ref float value, int keys, int headDim, int valueDim)
    {
        this.query = ref query;
        this.destination = ref destination;
        this.queries = queries;
        this.key = ref key;
        this.value = ref value;
        this.keys = keys;
        this.headDim = headDim;
        this.valueDim = valueDim;
    }

    /// <summary>The rows to ask for; they may lie beyond the end of what they belong to.</summary>
    /// <param name="query">The next block's queries.</param>
    /// <param name="destination">This block's contexts.</param>
    /// <param name="queries">Rows of each.</param>
    /// <param name="key">Keys that only the next block sees.</param>
    /// <param name="value">Their values.</param>
    /// <param name="keys">Rows of each.</param>
    /// <param name="headDim">Floats of a query and a key.</param>
    /// <param name="valueDim">Floats of a context and a value.</param>
    public static BlockAhead Of(ref float query, ref float destination, int queries, ref float key, ref float value, int keys, int headDim, int valueDim) =>
        new(ref query, ref destination, queries, ref key, ref value, keys, headDim, valueDim);

    /// <summary>Asks for some more rows, if any are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask()
    {
        if (queries > 0)
        {
            AskRows();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void AskRows()
    {
        query = ref Next(ref query, headDim);
        destination = ref Next(ref destination, valueDim);
        queries -= RowsAtOnce;
        if (keys > 0)
        {
            key = ref Next(ref key, headDim);
            value = ref Next(ref value, valueDim);
            keys -= RowsAtOnce;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Next(ref float rows, int width)
    {
        Prefetch.Line(ref rows, RowsAtOnce * width);
        return ref Unsafe.Add(ref rows, RowsAtOnce * width);
    }
}
