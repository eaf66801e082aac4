namespace SpanAttention.Generators.Options;

/// <summary>Stage of scores, as users ask for them.</summary>
internal enum ScoreStage
{
    /// <summary>query · key.</summary>
    Raw,

    /// <summary>Multiplied by the scale.</summary>
    Scaled,

    /// <summary>Capped.</summary>
    Capped,

    /// <summary>With all that is added, and −∞ where a key is hidden.</summary>
    Masked,
}
