namespace SpanAttention.Generators.Model;

/// <summary>The declared attention with all defaults applied. A length of 0 is undeclared: it comes from the spans.</summary>
/// <param name="Layer">The projections, for a layer; null otherwise.</param>
internal sealed record AttentionSpec(
    AttentionKind Kind,
    DeclaredType Type,
    int Heads,
    int KeyValueHeads,
    int HeadDim,
    int ValueDim,
    int QueryLength,
    int KeyLength,
    bool HeadsFirst,
    double Scale,
    bool Causal,
    bool TopLeft,
    bool SumNormalization,
    LayerSpec? Layer)
{
    /// <summary>The additive score, where attention is additive; null otherwise.</summary>
    public AdditiveSpec? Additive { get; init; }

    /// <summary>Floats of all query heads of one token.</summary>
    public int QueryWidth => Heads * HeadDim;

    /// <summary>Floats of all key heads of one token.</summary>
    public int KeyWidth => KeyValueHeads * HeadDim;

    /// <summary>Floats of all value heads of one token.</summary>
    public int ValueWidth => KeyValueHeads * ValueDim;

    /// <summary>Floats of all heads' contexts of one token.</summary>
    public int ContextWidth => Heads * ValueDim;
}
