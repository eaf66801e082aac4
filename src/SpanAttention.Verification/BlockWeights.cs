namespace SpanAttention.Verification;

/// <summary>The tensors of a transformer block, named as those of a declared block's <c>Weights</c>; what the shape does not have is left empty.</summary>
public sealed record BlockWeights
{
    /// <summary>The tensors of attention.</summary>
    public LayerWeights Attention { get; init; } = new();

    /// <summary>The tensors of cross-attention.</summary>
    public LayerWeights CrossAttention { get; init; } = new();

    /// <summary>The tensors of feed-forward.</summary>
    public FeedForwardWeights FeedForward { get; init; } = new();

    /// <summary><c>[input dim]</c>: the norm of attention, the first where it has two.</summary>
    public float[] AttentionNorm { get; init; } = [];

    /// <summary><c>[input dim]</c>.</summary>
    public float[] AttentionNormBias { get; init; } = [];

    /// <summary><c>[input dim]</c>: the norm of what attention gives, of <see cref="NormPlacement.Sandwich"/>.</summary>
    public float[] AttentionOutputNorm { get; init; } = [];

    /// <summary><c>[input dim]</c>.</summary>
    public float[] AttentionOutputNormBias { get; init; } = [];

    /// <summary><c>[input dim]</c>: the norm of cross-attention, the first where it has two.</summary>
    public float[] CrossAttentionNorm { get; init; } = [];

    /// <summary><c>[input dim]</c>.</summary>
    public float[] CrossAttentionNormBias { get; init; } = [];

    /// <summary><c>[input dim]</c>: the norm of what cross-attention gives, of <see cref="NormPlacement.Sandwich"/>.</summary>
    public float[] CrossAttentionOutputNorm { get; init; } = [];

    /// <summary><c>[input dim]</c>.</summary>
    public float[] CrossAttentionOutputNormBias { get; init; } = [];

    /// <summary><c>[input dim]</c>: the norm of feed-forward, the first where it has two.</summary>
    public float[] FeedForwardNorm { get; init; } = [];

    /// <summary><c>[input dim]</c>.</summary>
    public float[] FeedForwardNormBias { get; init; } = [];

    /// <summary><c>[input dim]</c>: the norm of what feed-forward gives, of <see cref="NormPlacement.Sandwich"/>.</summary>
    public float[] FeedForwardOutputNorm { get; init; } = [];

    /// <summary><c>[input dim]</c>.</summary>
    public float[] FeedForwardOutputNormBias { get; init; } = [];

    /// <exception cref="ArgumentException">A tensor is not as long as the shape has it.</exception>
    internal void Validate(BlockShape shape)
    {
        int output = shape.HasOutputNorms ? shape.InputDim : 0;
        Attention.Validate(shape.Attention);
        FeedForward.Validate(shape.FeedForward);
        RequireNorm(shape, AttentionNorm, AttentionNormBias, shape.InputDim, nameof(AttentionNorm));
        RequireNorm(shape, AttentionOutputNorm, AttentionOutputNormBias, output, nameof(AttentionOutputNorm));
        if (shape.CrossAttention is { } cross)
        {
            CrossAttention.Validate(cross);
        }

        RequireNorm(shape, CrossAttentionNorm, CrossAttentionNormBias, shape.CrossAttention is null ? 0 : shape.InputDim, nameof(CrossAttentionNorm));
        RequireNorm(shape, CrossAttentionOutputNorm, CrossAttentionOutputNormBias, shape.CrossAttention is null ? 0 : output, nameof(CrossAttentionOutputNorm));
        RequireNorm(shape, FeedForwardNorm, FeedForwardNormBias, shape.InputDim, nameof(FeedForwardNorm));
        RequireNorm(shape, FeedForwardOutputNorm, FeedForwardOutputNormBias, output, nameof(FeedForwardOutputNorm));
    }

    private static void RequireNorm(BlockShape shape, float[] weight, float[] bias, int length, string name)
    {
        Sizes.Length(weight, length, name);
        Sizes.Length(bias, shape.HasNormBias ? length : 0, $"{name}Bias");
    }
}
