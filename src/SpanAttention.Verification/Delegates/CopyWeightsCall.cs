namespace SpanAttention.Verification;

/// <summary>A call that gives the weights of one output back.</summary>
/// <param name="output">The output.</param>
/// <param name="destination"><c>[input dim]</c>.</param>
public delegate void CopyWeightsCall(int output, Span<float> destination);
