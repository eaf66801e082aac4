namespace SpanAttention;

/// <summary>Stage of scores on their way to weights, of which the last is <see cref="Masked"/>.</summary>
public enum ScoreStage
{
    /// <summary>query · key.</summary>
    Raw,

    /// <summary>query · key · scale.</summary>
    Scaled,

    /// <summary>After the soft cap; as <see cref="Scaled"/> where none is declared.</summary>
    Capped,

    /// <summary>As <see cref="Capped"/>, with bias and ALiBi where they are declared, and −∞ where a key is not visible.</summary>
    Masked,
}
