namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>A transformer block as plain float loops, in place, with the cache of its attention. Some steps can be replaced by mistakes; most mistakes are another shape or other weights than those that are declared.</summary>
internal sealed record ScalarBlock(BlockShape Shape, BlockWeights Weights)
{
    /// <summary>The block's attention.</summary>
    public ScalarLayer Attention { get; init; } = new(Shape.Attention, Weights.Attention);

    /// <summary>The block's cross-attention; null without.</summary>
    public ScalarLayer? CrossAttention { get; init; } = Shape.CrossAttention is { } cross ? new(cross, Weights.CrossAttention) : null;

    /// <summary>The source tokens of cross-attention.</summary>
    public float[] SourceTokens { get; init; } = [];

    /// <summary>The block's feed-forward layer.</summary>
    public ScalarFeedForward FeedForward { get; init; } = new(Shape.FeedForward, Weights.FeedForward);

    /// <summary>The block's norms.</summary>
    public ScalarNorm Norm { get; init; } = new(Shape.Norm, (float)Shape.NormEpsilon);

    /// <summary>The stream with what a part gave added to it.</summary>
    public Func<float[], float[], float[]> Add { get; init; } = (stream, outputs) => PlainSteps.Add(stream, Array.ConvertAll(outputs, number => number * (float)Shape.ResidualScale));

    /// <summary>What comes out, of what went in and what should come out.</summary>
    public Func<float[], float[], float[]> Outputs { get; init; } = static (_, outputs) => outputs;

    /// <summary>The block as the kit calls it, declared to be of a shape and weights.</summary>
    public LayerRoutine As(BlockShape shape, BlockWeights weights) => LayerRoutine.Of(shape, weights, Forward) with { NewCache = Shape.Attention.ContextLength > 0 ? NewCache : null, SourceTokens = SourceTokens };

    /// <summary>All tokens at once.</summary>
    public void Forward(Span<float> stream) => Run(stream, Attention.Forward);

    /// <summary>An empty cache.</summary>
    public LayerCache NewCache()
    {
        LayerCache cache = Attention.NewCache();
        return cache with { Forward = StreamCalls.Of(stream => Run(stream, cache.Forward)) };
    }

    private void Run(Span<float> stream, LayerCall attention)
    {
        float[] inputs = stream.ToArray();
        float[] Attend(float[] tokens) => Of(attention, tokens);
        float[] Feed(float[] tokens) => Of(FeedForward.Map.Forward, tokens);
        float[] outputs = Shape.Parallel
            ? Add(Add(inputs, Attend(AttentionNorm(inputs))), Feed(FeedForwardNorm(inputs)))
            : Apply(Feed, FeedForwardNorm, FeedForwardOutputNorm, Crossed(Apply(Attend, AttentionNorm, AttentionOutputNorm, inputs)));
        Outputs(inputs, outputs).CopyTo(stream);
    }

    private float[] Crossed(float[] stream) => CrossAttention is null ? stream : Apply(
        tokens => Of((CrossAttention with { SourceTokens = SourceTokens }).Forward, tokens),
        tokens => Norm.Apply(tokens, Weights.CrossAttentionNorm, Weights.CrossAttentionNormBias),
        tokens => Norm.Apply(tokens, Weights.CrossAttentionOutputNorm, Weights.CrossAttentionOutputNormBias),
        stream);

    private float[] Apply(Func<float[], float[]> part, Func<float[], float[]> norm, Func<float[], float[]> outputNorm, float[] stream) => Shape.NormPlacement switch
    {
        NormPlacement.Pre => Add(stream, part(norm(stream))),
        NormPlacement.Post => norm(Add(stream, part(stream))),
        NormPlacement.Sandwich => Add(stream, outputNorm(part(norm(stream)))),
        _ => Add(stream, norm(part(stream))),
    };

    private float[] AttentionNorm(float[] tokens) => Norm.Apply(tokens, Weights.AttentionNorm, Weights.AttentionNormBias);

    private float[] AttentionOutputNorm(float[] tokens) => Norm.Apply(tokens, Weights.AttentionOutputNorm, Weights.AttentionOutputNormBias);

    private float[] FeedForwardNorm(float[] tokens) => Norm.Apply(tokens, Weights.FeedForwardNorm, Weights.FeedForwardNormBias);

    private float[] FeedForwardOutputNorm(float[] tokens) => Norm.Apply(tokens, Weights.FeedForwardOutputNorm, Weights.FeedForwardOutputNormBias);

    private static float[] Of(LayerCall call, float[] tokens)
    {
        float[] outputs = new float[tokens.Length];
        call(tokens, outputs);
        return outputs;
    }
}
