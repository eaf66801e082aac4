namespace SpanAttention.Verification;

/// <summary>A layer in double, weights included, and how far careful float arithmetic may be from each of its outputs: errors are carried from step to step.</summary>
internal sealed class LayerReference
{
    private readonly LayerShape shape;
    private readonly LayerWeights weights;
    private readonly Precision precision;
    private readonly float[] source;

    public LayerReference(LayerRoutine routine)
    {
        shape = routine.Shape!;
        weights = routine.Weights!;
        precision = routine.Precision;
        source = routine.SourceTokens;
    }

    /// <summary>Outputs of tokens, <c>[tokens, output dim]</c>.</summary>
    public Tracked Outputs(float[] inputs)
    {
        Tracked tokens = Tracked.Of(inputs);
        Tracked query = Project(tokens, weights.Query, weights.QueryBias, 0, shape.QueryWidth, shape.InputDim);
        Tracked others = shape.IsCross ? Tracked.Of(source) : tokens;
        Tracked key = Project(others, weights.Key, weights.KeyBias, shape.QueryWidth, shape.KeyValueWidth, shape.KeyValueInputDim);
        Tracked value = Project(others, weights.Value, weights.ValueBias, shape.QueryWidth + shape.KeyValueWidth, shape.KeyValueWidth, shape.KeyValueInputDim);
        HeadReference heads = new(shape, weights.RotaryFrequencies, precision);
        if (shape.QkNorm != QkNorm.None)
        {
            heads.Normalize(query, weights.QueryNorm, weights.QueryNormBias);
            heads.Normalize(key, weights.KeyNorm, weights.KeyNormBias);
        }

        heads.Rotate(query, shape.QueryWidth);
        heads.Rotate(key, shape.KeyValueWidth);
        Tracked contexts = new HeadsReference(shape, weights.Sinks, precision).Contexts(query, Stored(key), Stored(value));
        if (shape.OutputGate)
        {
            heads.Gate(contexts, new ProjectionReference(weights.Gate, weights.GateBias, shape.InputDim, shape.QueryWidth, shape.WeightLayout, precision).Of(tokens));
        }

        return shape.OutputProjection
            ? new ProjectionReference(weights.Output, shape.OutputBias ? weights.OutputBias : [], shape.QueryWidth, shape.OutputDim, shape.WeightLayout, precision).Of(contexts)
            : contexts;
    }

    // Of fused weights, those outputs that are this tensor's.
    private Tracked Project(Tracked tokens, float[] own, float[] ownBias, int first, int width, int inputs)
    {
        if (!shape.FusedQueryKeyValue)
        {
            return new ProjectionReference(own, ownBias, inputs, width, shape.WeightLayout, precision).Of(tokens);
        }

        int fused = shape.QueryWidth + (2 * shape.KeyValueWidth);
        float[] some = new float[width * shape.InputDim];
        for (int output = 0; output < width; output++)
        {
            for (int input = 0; input < shape.InputDim; input++)
            {
                some[(output * shape.InputDim) + input] = weights.QueryKeyValue[shape.WeightLayout == WeightLayout.OutputByInput ? ((first + output) * shape.InputDim) + input : (input * fused) + first + output];
            }
        }

        float[] bias = weights.QueryKeyValueBias.Length == 0 ? [] : weights.QueryKeyValueBias[first..(first + width)];
        return new ProjectionReference(some, bias, shape.InputDim, width, WeightLayout.OutputByInput, precision).Of(tokens);
    }

    // Rounded once to what the cache holds: 11 or 8 significant bits.
    private Tracked Stored(Tracked numbers) => shape.CacheElement switch
    {
        CacheElement.Half => numbers.Rounded(1.0 / (1 << 11), 1.0 / (1 << 25)),
        CacheElement.BFloat16 => numbers.Rounded(1.0 / (1 << 8), float.Epsilon),
        _ => numbers,
    };
}
