namespace SpanAttention;

/// <summary>How self-attention turns scores into weights.</summary>
public enum ScoreNormalization
{
    /// <summary>exp(score) / Σ exp(score), with the row's maximum subtracted first.</summary>
    Softmax,

    /// <summary>score / Σ score: the simplest weights that sum to 1. A row whose scores sum to 0 gives zeros.</summary>
    Sum,
}
