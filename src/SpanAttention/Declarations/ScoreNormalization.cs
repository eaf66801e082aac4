namespace SpanAttention;

/// <summary>Normalization of a row of scores to weights, such as [1, 3] to [0.25, 0.75] by their sum.</summary>
public enum ScoreNormalization
{
    /// <summary>exp(score) / Σ exp(score), with the row's maximum subtracted first.</summary>
    Softmax,

    /// <summary>score / Σ score: the simplest weights that sum to 1. A row whose scores sum to 0 gives zeros.</summary>
    Sum,
}
