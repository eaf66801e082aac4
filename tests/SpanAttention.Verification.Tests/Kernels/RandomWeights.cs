namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>Weights between −1 and 1, the same for the same shape.</summary>
internal static class RandomWeights
{
    private const int Tokens = 300;

    /// <summary>Positions in no order, some of them of tokens that are not rotated.</summary>
    public static int[] Positions { get; } = [.. Enumerable.Range(0, Tokens).Select(static token => token % 5 == 3 ? -1 : (token * 7 % 31) + (token / 9))];

    /// <summary>A function of the angles of those positions, so many a token.</summary>
    public static float[] Angles(int pairs, Func<double, double> function) => [.. Positions.SelectMany(position => Enumerable.Range(0, pairs).Select(pair => (float)function(position * (0.5 + pair))))];

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

    public static LinearWeights Of(LinearShape shape)
    {
        Random random = new(shape.OutputDim);
        return new LinearWeights { Weight = Numbers(random, shape.OutputDim * shape.InputDim), Bias = Numbers(random, shape.Bias ? shape.OutputDim : 0) };
    }

    public static FeedForwardWeights Of(FeedForwardShape shape)
    {
        Random random = new(shape.HiddenDim);
        int up = shape.FusedGateUp ? 0 : shape.HiddenDim;
        int gate = shape.Gated ? up : 0;
        int fused = shape.FusedGateUp ? 2 * shape.HiddenDim : 0;
        return new FeedForwardWeights
        {
            Up = Numbers(random, up * shape.InputDim),
            UpBias = Numbers(random, shape.Bias ? up : 0),
            Gate = Numbers(random, gate * shape.InputDim),
            GateBias = Numbers(random, shape.Bias ? gate : 0),
            GateUp = Numbers(random, fused * shape.InputDim),
            GateUpBias = Numbers(random, shape.Bias ? fused : 0),
            Down = Numbers(random, shape.OutputDim * shape.HiddenDim),
            DownBias = Numbers(random, shape.Bias ? shape.OutputDim : 0),
        };
    }

    public static BlockWeights Of(BlockShape shape)
    {
        Random random = new((int)shape.NormPlacement);
        int norm = shape.Attention.InputDim;
        int bias = shape is { Norm: NormKind.LayerNorm, NormBias: true } ? norm : 0;
        int times = shape.NormPlacement == NormPlacement.Sandwich ? 1 : 0;
        int crossed = shape.CrossAttention is null ? 0 : 1;
        return new BlockWeights
        {
            Attention = Of(shape.Attention),
            CrossAttention = shape.CrossAttention is { } cross ? Of(cross) : new(),
            FeedForward = Of(shape.FeedForward),
            AttentionNorm = Numbers(random, norm),
            AttentionNormBias = Numbers(random, bias),
            AttentionOutputNorm = Numbers(random, times * norm),
            AttentionOutputNormBias = Numbers(random, times * bias),
            FeedForwardNorm = Numbers(random, norm),
            FeedForwardNormBias = Numbers(random, bias),
            FeedForwardOutputNorm = Numbers(random, times * norm),
            FeedForwardOutputNormBias = Numbers(random, times * bias),
            CrossAttentionNorm = Numbers(random, crossed * norm),
            CrossAttentionNormBias = Numbers(random, crossed * bias),
            CrossAttentionOutputNorm = Numbers(random, crossed * times * norm),
            CrossAttentionOutputNormBias = Numbers(random, crossed * times * bias),
        };
    }

    private static float[] Numbers(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1)];
}
