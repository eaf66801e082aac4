namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>Weights between −1 and 1, the same for the same shape.</summary>
internal static class RandomWeights
{
    public static LayerWeights Of(LayerShape shape)
    {
        Random random = new(shape.Heads);
        int query = shape.Heads * shape.HeadDim;
        int key = shape.KeyValueHeads * shape.HeadDim;
        int source = shape.ContextDim > 0 ? shape.ContextDim : shape.InputDim;
        bool fused = shape.FusedQueryKeyValue;
        bool bias = shape.QueryKeyValueBias;
        return new LayerWeights
        {
            Query = Numbers(random, fused ? 0 : query * shape.InputDim),
            Key = Numbers(random, fused ? 0 : key * source),
            Value = Numbers(random, fused ? 0 : key * source),
            QueryKeyValue = Numbers(random, fused ? (query + (2 * key)) * shape.InputDim : 0),
            Output = Numbers(random, shape.OutputProjection ? shape.OutputDim * query : 0),
            QueryBias = Numbers(random, bias && !fused ? query : 0),
            KeyBias = Numbers(random, bias && !fused ? key : 0),
            ValueBias = Numbers(random, bias && !fused ? key : 0),
            QueryKeyValueBias = Numbers(random, bias && fused ? query + (2 * key) : 0),
            OutputBias = Numbers(random, shape is { OutputProjection: true, OutputBias: true } ? shape.OutputDim : 0),
            Gate = Numbers(random, shape.OutputGate ? query * shape.InputDim : 0),
            GateBias = Numbers(random, shape.OutputGate && bias ? query : 0),
            QueryNorm = Numbers(random, Normalized(shape, query)),
            KeyNorm = Numbers(random, Normalized(shape, key)),
            QueryNormBias = Numbers(random, shape.QkNorm == QkNorm.HeadLayerNorm ? shape.HeadDim : 0),
            KeyNormBias = Numbers(random, shape.QkNorm == QkNorm.HeadLayerNorm ? shape.HeadDim : 0),
            Sinks = Numbers(random, shape.Sinks ? shape.Heads : 0),
        };
    }

    // Floats that are normalized together.
    private static int Normalized(LayerShape shape, int width) => shape.QkNorm switch
    {
        QkNorm.None => 0,
        QkNorm.Projection => width,
        _ => shape.HeadDim,
    };

    private static float[] Numbers(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1)];
}
