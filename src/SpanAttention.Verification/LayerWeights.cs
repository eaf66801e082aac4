namespace SpanAttention.Verification;

/// <summary>The tensors of a layer, named as those of a declared layer's <c>Weights</c>; what the shape does not have is left empty.</summary>
public sealed record LayerWeights
{
    /// <summary><c>[heads × head dim, input dim]</c>, or inputs first by <see cref="LayerShape.WeightLayout"/>.</summary>
    public float[] Query { get; init; } = [];

    /// <summary><c>[key/value heads × head dim, input dim]</c>, or inputs first; in cross-attention inputs are source tokens.</summary>
    public float[] Key { get; init; } = [];

    /// <summary><c>[key/value heads × head dim, input dim]</c>, or inputs first; in cross-attention inputs are source tokens.</summary>
    public float[] Value { get; init; } = [];

    /// <summary>Query, key and value weights along one output axis.</summary>
    public float[] QueryKeyValue { get; init; } = [];

    /// <summary><c>[output dim, heads × head dim]</c>, or inputs first.</summary>
    public float[] Output { get; init; } = [];

    /// <summary><c>[heads × head dim]</c>.</summary>
    public float[] QueryBias { get; init; } = [];

    /// <summary><c>[key/value heads × head dim]</c>.</summary>
    public float[] KeyBias { get; init; } = [];

    /// <summary><c>[key/value heads × head dim]</c>.</summary>
    public float[] ValueBias { get; init; } = [];

    /// <summary>The biases of fused weights.</summary>
    public float[] QueryKeyValueBias { get; init; } = [];

    /// <summary><c>[output dim]</c>.</summary>
    public float[] OutputBias { get; init; } = [];

    /// <summary><c>[heads × head dim, input dim]</c>, or inputs first: projects the gates of contexts.</summary>
    public float[] Gate { get; init; } = [];

    /// <summary><c>[heads × head dim]</c>.</summary>
    public float[] GateBias { get; init; } = [];

    /// <summary><c>[head dim]</c>, or <c>[heads × head dim]</c> by <see cref="LayerShape.QkNorm"/>: multiplies normalized queries.</summary>
    public float[] QueryNorm { get; init; } = [];

    /// <summary><c>[head dim]</c>, or <c>[key/value heads × head dim]</c> by <see cref="LayerShape.QkNorm"/>: multiplies normalized keys.</summary>
    public float[] KeyNorm { get; init; } = [];

    /// <summary><c>[head dim]</c>: is added to normalized queries.</summary>
    public float[] QueryNormBias { get; init; } = [];

    /// <summary><c>[head dim]</c>: is added to normalized keys.</summary>
    public float[] KeyNormBias { get; init; } = [];

    /// <summary><c>[heads]</c>.</summary>
    public float[] Sinks { get; init; } = [];

    /// <summary>Radians a position, <c>[rotary dim / 2]</c>; empty for those of <see cref="LayerShape.RotaryBase"/>.</summary>
    public float[] RotaryFrequencies { get; init; } = [];

    /// <exception cref="ArgumentException">A tensor is not as long as the shape has it.</exception>
    internal void Validate(LayerShape shape)
    {
        int fused = shape.QueryWidth + (2 * shape.KeyValueWidth);
        bool isFused = shape.FusedQueryKeyValue;
        bool hasBias = shape.QueryKeyValueBias;
        Sizes.Length(Query, isFused ? 0 : shape.QueryWidth * shape.InputDim, nameof(Query));
        Sizes.Length(Key, isFused ? 0 : shape.KeyValueWidth * shape.KeyValueInputDim, nameof(Key));
        Sizes.Length(Value, isFused ? 0 : shape.KeyValueWidth * shape.KeyValueInputDim, nameof(Value));
        Sizes.Length(QueryKeyValue, isFused ? fused * shape.InputDim : 0, nameof(QueryKeyValue));
        Sizes.Length(Output, shape.OutputProjection ? shape.OutputDim * shape.QueryWidth : 0, nameof(Output));
        Sizes.Length(QueryBias, hasBias && !isFused ? shape.QueryWidth : 0, nameof(QueryBias));
        Sizes.Length(KeyBias, hasBias && !isFused ? shape.KeyValueWidth : 0, nameof(KeyBias));
        Sizes.Length(ValueBias, hasBias && !isFused ? shape.KeyValueWidth : 0, nameof(ValueBias));
        Sizes.Length(QueryKeyValueBias, hasBias && isFused ? fused : 0, nameof(QueryKeyValueBias));
        Sizes.Length(OutputBias, shape is { OutputProjection: true, OutputBias: true } ? shape.OutputDim : 0, nameof(OutputBias));
        Sizes.Length(Gate, shape.OutputGate ? shape.QueryWidth * shape.InputDim : 0, nameof(Gate));
        Sizes.Length(GateBias, shape.OutputGate && hasBias ? shape.QueryWidth : 0, nameof(GateBias));
        Sizes.Length(QueryNorm, shape.NormDim(shape.QueryWidth), nameof(QueryNorm));
        Sizes.Length(KeyNorm, shape.NormDim(shape.KeyValueWidth), nameof(KeyNorm));
        Sizes.Length(QueryNormBias, shape.QkNorm == QkNorm.HeadLayerNorm ? shape.HeadDim : 0, nameof(QueryNormBias));
        Sizes.Length(KeyNormBias, shape.QkNorm == QkNorm.HeadLayerNorm ? shape.HeadDim : 0, nameof(KeyNormBias));
        Sizes.Length(Sinks, shape.Sinks ? shape.Heads : 0, nameof(Sinks));
        if (RotaryFrequencies.Length > 0)
        {
            Sizes.Length(RotaryFrequencies, shape.Rotary == RotaryLayout.None ? 0 : shape.RotaryDim / 2, nameof(RotaryFrequencies));
        }
    }
}
