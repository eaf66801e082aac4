using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>The running state of attention over keys that come part by part: what the online softmax carries from one tile to the next. Maxima <c>[rows]</c>, sums <c>[rows]</c>, then contexts before they are normalized.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RunningState
{
    /// <summary>Keys of all parts together, at most. Positions are integers, and an edge some lanes beyond the last of them must be one, too.</summary>
    public const int MostKeys = 1 << 30;

    /// <summary>The state before any key: maximum = −limit, sum = 0, context = 0.</summary>
    /// <param name="state">The state.</param>
    /// <param name="rows">Rows: heads × query tokens.</param>
    /// <param name="limit">The largest score.</param>
    public static void Begin(Span<float> state, int rows, float limit)
    {
        state[..rows].Fill(-limit);
        state[rows..].Clear();
    }

    /// <summary>The same with a sink for each head, which the row has seen already.</summary>
    /// <inheritdoc cref="Begin(Span{float}, int, float)"/>
    /// <param name="sinks">A logit a head.</param>
    public static void Begin(Span<float> state, int rows, ReadOnlySpan<float> sinks, float limit)
    {
        state[rows..].Clear();
        int tokens = rows / sinks.Length;
        for (int head = 0; head < sinks.Length; head++)
        {
            state.Slice(head * tokens, tokens).Fill(Sink.Maximum(sinks[head], limit));
            state.Slice(rows + (head * tokens), tokens).Fill(Sink.Sum(sinks[head]));
        }
    }

    /// <summary>A statistic of a block of rows, and what it is for idle ones.</summary>
    /// <param name="carried">The first row's, in the state.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="idle">The statistic of idle rows.</param>
    /// <param name="block">Rows of a whole block.</param>
    /// <param name="statistic">The block's.</param>
    public static void Load(ref float carried, int rows, float idle, int block, ref float statistic)
    {
        MemoryMarshal.CreateReadOnlySpan(ref carried, rows).CopyTo(MemoryMarshal.CreateSpan(ref statistic, rows));
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref statistic, rows), block - rows).Fill(idle);
    }

    /// <summary>Contexts, normalized: times 1 / sum, and 0 where the sum is 0.</summary>
    /// <param name="state">The state.</param>
    /// <param name="rows">Rows: heads × query tokens.</param>
    /// <param name="headsOfToken">Heads that lie side by side in contexts: all with tokens first, 1 with heads first.</param>
    /// <param name="valueDim">Floats of one head's context.</param>
    /// <param name="keepScale">A factor that stands for weights left out after they were summed; 1 without.</param>
    /// <param name="destination">Where contexts go.</param>
    public static void Finish(ReadOnlySpan<float> state, int rows, int headsOfToken, int valueDim, float keepScale, Span<float> destination)
    {
        ReadOnlySpan<float> sums = state.Slice(rows, rows);
        ref float context = ref MemoryMarshal.GetReference(state[(2 * rows)..]);
        ref float normalized = ref MemoryMarshal.GetReference(destination);
        int tokens = rows / headsOfToken;
        for (int row = 0; row < rows; row++)
        {
            float sum = sums[(row % headsOfToken * tokens) + (row / headsOfToken)];
            Rows.Normalize(ref Unsafe.Add(ref context, (nint)row * valueDim), valueDim, sum, keepScale, ref Unsafe.Add(ref normalized, (nint)row * valueDim));
        }
    }

    /// <summary>logSumExp of every row: −∞ where no key was visible.</summary>
    /// <param name="state">The state.</param>
    /// <param name="rows">Rows: heads × query tokens.</param>
    /// <param name="scaleLog2E">scale · log2 e.</param>
    /// <param name="logSumExp">Where they go.</param>
    public static void StoreLogSumExp(ReadOnlySpan<float> state, int rows, float scaleLog2E, Span<float> logSumExp)
    {
        Span<float> maxima = stackalloc float[Vector128<float>.Count];
        Span<float> sums = stackalloc float[Vector128<float>.Count];
        for (int row = 0; row < rows; row += Vector128<float>.Count)
        {
            int count = LoadFew(state, rows, row, maxima, sums);
            LogSumExp.Store(ref MemoryMarshal.GetReference(maxima), ref MemoryMarshal.GetReference(sums), count, scaleLog2E, ref logSumExp[row]);
        }
    }

    /// <summary>The same for maxima in natural units.</summary>
    /// <inheritdoc cref="StoreLogSumExp(ReadOnlySpan{float}, int, float, Span{float})"/>
    public static void StoreLogSumExp(ReadOnlySpan<float> state, int rows, Span<float> logSumExp)
    {
        Span<float> maxima = stackalloc float[Vector128<float>.Count];
        Span<float> sums = stackalloc float[Vector128<float>.Count];
        for (int row = 0; row < rows; row += Vector128<float>.Count)
        {
            int count = LoadFew(state, rows, row, maxima, sums);
            LogSumExp.StoreNatural(ref MemoryMarshal.GetReference(maxima), ref MemoryMarshal.GetReference(sums), count, ref logSumExp[row]);
        }
    }

    /// <summary>The statistics of a vector of rows, or of as many as are left.</summary>
    private static int LoadFew(ReadOnlySpan<float> state, int rows, int row, Span<float> maxima, Span<float> sums)
    {
        int count = Math.Min(maxima.Length, rows - row);
        state.Slice(row, count).CopyTo(maxima);
        state.Slice(rows + row, count).CopyTo(sums);
        return count;
    }
}
