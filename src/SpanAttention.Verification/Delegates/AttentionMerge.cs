namespace SpanAttention.Verification;

/// <summary>A call that joins the results over two disjoint key sets.</summary>
/// <param name="outputA">Contexts over the first key set.</param>
/// <param name="logSumExpA"><c>[heads, query tokens]</c>.</param>
/// <param name="outputB">Contexts over the second key set.</param>
/// <param name="logSumExpB"><c>[heads, query tokens]</c>.</param>
/// <param name="output">Contexts over both.</param>
/// <param name="logSumExp"><c>[heads, query tokens]</c>, over both.</param>
public delegate void AttentionMerge(
    ReadOnlySpan<float> outputA, ReadOnlySpan<float> logSumExpA, ReadOnlySpan<float> outputB, ReadOnlySpan<float> logSumExpB, Span<float> output, Span<float> logSumExp);
