namespace SpanAttention.Verification;

/// <summary>A layer of attention in double: errors are carried from step to step.</summary>
internal sealed class LayerReference(LayerShape shape, LayerWeights weights, GivenTensors given, Precision precision) : ILayerReference
{
    public int InputDim => shape.InputDim;

    public int OutputDim => shape.OutputDim;

    public long WorkOfToken => (long)shape.InputDim * shape.OutputDim;

    public void Validate()
    {
        shape.Validate();
        weights.Validate(shape);
        given.Validate(shape);
    }

    public Tracked Outputs(Tracked inputs)
    {
        Tracked query = Project(inputs, weights.Query, weights.QueryBias, 0, shape.QueryWidth, shape.InputDim);
        Tracked others = shape.IsCross ? Tracked.Of(given.SourceTokens) : inputs;
        Tracked key = Project(others, weights.Key, weights.KeyBias, shape.QueryWidth, shape.KeyValueWidth, shape.KeyValueInputDim);
        Tracked value = Project(others, weights.Value, weights.ValueBias, shape.QueryWidth + shape.KeyValueWidth, shape.KeyValueWidth, shape.KeyValueInputDim);
        if (shape.QkNorm != QkNorm.None)
        {
            query = Norm(weights.QueryNorm, weights.QueryNormBias).Of(query);
            key = Norm(weights.KeyNorm, weights.KeyNormBias).Of(key);
        }

        HeadReference heads = new(shape, weights.RotaryFrequencies, given, precision);
        heads.Rotate(query, shape.QueryWidth);
        heads.Rotate(key, shape.KeyValueWidth);
        Tracked contexts = new HeadsReference(shape, weights.Sinks, precision).Contexts(query, Stored(key), Stored(value));
        if (shape.OutputGate)
        {
            heads.Gate(contexts, Project(new Projection(weights.Gate, weights.GateBias, shape.InputDim, shape.QueryWidth, shape.WeightLayout), inputs));
        }

        return shape.OutputProjection
            ? Project(new Projection(weights.Output, shape.OutputBias ? weights.OutputBias : [], shape.QueryWidth, shape.OutputDim, shape.WeightLayout), contexts)
            : contexts;
    }

    private NormReference Norm(float[] weight, float[] bias) =>
        new(shape.QkNorm == QkNorm.HeadLayerNorm ? NormKind.LayerNorm : NormKind.RootMeanSquare, shape.QkNormEpsilon, weight, bias, precision);

    // Of fused weights, those outputs that are this tensor's.
    private Tracked Project(Tracked tokens, float[] own, float[] ownBias, int first, int width, int inputs) => Project(
        shape.FusedQueryKeyValue
            ? new Projection(weights.QueryKeyValue, weights.QueryKeyValueBias, shape.InputDim, shape.QueryWidth + (2 * shape.KeyValueWidth), shape.WeightLayout).Part(first, width)
            : new Projection(own, ownBias, inputs, width, shape.WeightLayout),
        tokens);

    private Tracked Project(Projection projection, Tracked tokens) => new ProjectionReference(projection with { Element = shape.WeightElement }, precision).Of(tokens);

    // Rounded once to what the cache holds: 11 or 8 significant bits, and near 0 half of the smallest number.
    private Tracked Stored(Tracked numbers) => shape.CacheElement switch
    {
        CacheElement.Half => numbers.Rounded(1.0 / (1 << 11), 1.0 / (1 << 25)),
        CacheElement.BFloat16 => numbers.Rounded(1.0 / (1 << 8), Math.ScaleB(1, -134)),
        _ => numbers,
    };
}
