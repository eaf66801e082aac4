namespace SpanAttention.Verification;

/// <summary>A layer of attention in double: errors are carried from step to step.</summary>
internal sealed class LayerReference(LayerShape shape, LayerWeights weights, float[] sourceTokens, Precision precision) : ILayerReference
{
    public int InputDim => shape.InputDim;

    public int OutputDim => shape.OutputDim;

    public long WorkOfToken => (long)shape.InputDim * shape.OutputDim;

    public void Validate()
    {
        shape.Validate();
        weights.Validate(shape);
        if (shape.IsCross ? sourceTokens.Length == 0 || sourceTokens.Length % shape.ContextDim != 0 : sourceTokens.Length > 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(LayerRoutine.SourceTokens)} has {sourceTokens.Length} floats, and {nameof(LayerRoutine.Shape)} {shape.ContextDim} for each of them."), nameof(LayerRoutine.SourceTokens));
        }
    }

    public Tracked Outputs(Tracked inputs)
    {
        Tracked query = Project(inputs, weights.Query, weights.QueryBias, 0, shape.QueryWidth, shape.InputDim);
        Tracked others = shape.IsCross ? Tracked.Of(sourceTokens) : inputs;
        Tracked key = Project(others, weights.Key, weights.KeyBias, shape.QueryWidth, shape.KeyValueWidth, shape.KeyValueInputDim);
        Tracked value = Project(others, weights.Value, weights.ValueBias, shape.QueryWidth + shape.KeyValueWidth, shape.KeyValueWidth, shape.KeyValueInputDim);
        if (shape.QkNorm != QkNorm.None)
        {
            query = Norm(weights.QueryNorm, weights.QueryNormBias).Of(query);
            key = Norm(weights.KeyNorm, weights.KeyNormBias).Of(key);
        }

        HeadReference heads = new(shape, weights.RotaryFrequencies, precision);
        heads.Rotate(query, shape.QueryWidth);
        heads.Rotate(key, shape.KeyValueWidth);
        Tracked contexts = new HeadsReference(shape, weights.Sinks, precision).Contexts(query, Stored(key), Stored(value));
        if (shape.OutputGate)
        {
            heads.Gate(contexts, new ProjectionReference(new Projection(weights.Gate, weights.GateBias, shape.InputDim, shape.QueryWidth, shape.WeightLayout), precision).Of(inputs));
        }

        return shape.OutputProjection
            ? new ProjectionReference(new Projection(weights.Output, shape.OutputBias ? weights.OutputBias : [], shape.QueryWidth, shape.OutputDim, shape.WeightLayout), precision).Of(contexts)
            : contexts;
    }

    private NormReference Norm(float[] weight, float[] bias) =>
        new(shape.QkNorm == QkNorm.HeadLayerNorm ? NormKind.LayerNorm : NormKind.RootMeanSquare, shape.QkNormEpsilon, weight, bias, precision);

    // Of fused weights, those outputs that are this tensor's.
    private Tracked Project(Tracked tokens, float[] own, float[] ownBias, int first, int width, int inputs)
    {
        Projection projection = shape.FusedQueryKeyValue
            ? new Projection(weights.QueryKeyValue, weights.QueryKeyValueBias, shape.InputDim, shape.QueryWidth + (2 * shape.KeyValueWidth), shape.WeightLayout).Part(first, width)
            : new Projection(own, ownBias, inputs, width, shape.WeightLayout);
        return new ProjectionReference(projection, precision).Of(tokens);
    }

    // Rounded once to what the cache holds: 11 or 8 significant bits, and near 0 half of the smallest number.
    private Tracked Stored(Tracked numbers) => shape.CacheElement switch
    {
        CacheElement.Half => numbers.Rounded(1.0 / (1 << 11), 1.0 / (1 << 25)),
        CacheElement.BFloat16 => numbers.Rounded(1.0 / (1 << 8), Math.ScaleB(1, -134)),
        _ => numbers,
    };
}
