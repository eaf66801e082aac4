namespace SpanAttention.Verification;

/// <summary>A call that writes scores.</summary>
/// <param name="operands">What the call takes.</param>
/// <param name="stage">How far the scores are taken.</param>
/// <param name="destination"><c>[heads, query tokens, key tokens]</c>.</param>
public delegate void AttentionScores(in AttentionOperands operands, ScoreStage stage, Span<float> destination);
