using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>Counts the query–key pairs that a mask leaves.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Visibility
{
    /// <summary>Σ over queries i of the keys j ≤ i + offset, between none and all of them.</summary>
    /// <param name="queryLength">Query tokens.</param>
    /// <param name="keyLength">Key tokens.</param>
    /// <param name="offset">The position of the first query among the keys.</param>
    public static long CausalPairs(int queryLength, int keyLength, long offset)
    {
        // Row i sees min(max(i + offset + 1, 0), keyLength) keys: none, then a staircase, then all.
        long first = Math.Clamp(-offset, 0, queryLength);
        long full = Math.Clamp(keyLength - offset, first, queryLength);
        long stairs = full - first;
        long staircase = (stairs * (first + offset + 1)) + (stairs * (stairs - 1) / 2);
        return staircase + ((queryLength - full) * keyLength);
    }

    /// <summary>Σ over queries i of the keys i + offset − left ≤ j ≤ i + offset + right.</summary>
    /// <inheritdoc cref="CausalPairs(int, int, long)"/>
    /// <param name="left">Keys before a query's position that it sees; the largest integer where there is no bound.</param>
    /// <param name="right">Keys after a query's position that it sees; the largest integer where there is no bound.</param>
    public static long WindowPairs(int queryLength, int keyLength, long offset, int left, int right) =>
        CausalPairs(queryLength, keyLength, offset + right) - CausalPairs(queryLength, keyLength, offset - left - 1);
}
