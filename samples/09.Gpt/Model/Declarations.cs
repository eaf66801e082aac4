using SpanAttention;

namespace GptModel;

/// <summary>A block of the small model, whose tokens are bytes. It learns.</summary>
[TransformerBlock(Gradients = true)]
[MultiHeadAttention(
    InputDim = 192,
    Heads = 6,
    Causal = true,
    ContextLength = 256,
    FusedQueryKeyValue = true,
    QueryKeyValueBias = true,
    WeightLayout = WeightLayout.InputByOutput)]
[FeedForward(InputDim = 192, HiddenDim = 768, Activation = Activation.GeluTanh, WeightLayout = WeightLayout.InputByOutput)]
public sealed partial class ByteBlock : ILearningGptBlock<ByteBlock, ByteBlock.Tape>
{
    /// <inheritdoc/>
    public static ByteBlock Create(GptWeights weights, int layer) => new(WeightsOf(weights, layer));

    /// <inheritdoc/>
    public void Load(GptWeights weights, int layer) => Load(WeightsOf(weights, layer));

    /// <inheritdoc/>
    public void AddGradients(Tape tape, GptGradients gradients, int layer, Span<float> streamGradient) => Backward(tape, GradientsOf(gradients, layer), streamGradient);

    private static Weights WeightsOf(GptWeights weights, int layer) => new()
    {
        AttentionNorm = weights.Of(layer, "ln_1.weight"),
        AttentionNormBias = weights.Of(layer, "ln_1.bias"),
        Attention =
        {
            QueryKeyValue = weights.Of(layer, "attn.c_attn.weight"),
            QueryKeyValueBias = weights.Of(layer, "attn.c_attn.bias"),
            Output = weights.Of(layer, "attn.c_proj.weight"),
            OutputBias = weights.Of(layer, "attn.c_proj.bias"),
        },
        FeedForwardNorm = weights.Of(layer, "ln_2.weight"),
        FeedForwardNormBias = weights.Of(layer, "ln_2.bias"),
        FeedForward =
        {
            Up = weights.Of(layer, "mlp.c_fc.weight"),
            UpBias = weights.Of(layer, "mlp.c_fc.bias"),
            Down = weights.Of(layer, "mlp.c_proj.weight"),
            DownBias = weights.Of(layer, "mlp.c_proj.bias"),
        },
    };

    private static Gradients GradientsOf(GptGradients gradients, int layer) => new()
    {
        AttentionNorm = gradients.Of(layer, "ln_1.weight"),
        AttentionNormBias = gradients.Of(layer, "ln_1.bias"),
        Attention =
        {
            QueryKeyValue = gradients.Of(layer, "attn.c_attn.weight"),
            QueryKeyValueBias = gradients.Of(layer, "attn.c_attn.bias"),
            Output = gradients.Of(layer, "attn.c_proj.weight"),
            OutputBias = gradients.Of(layer, "attn.c_proj.bias"),
        },
        FeedForwardNorm = gradients.Of(layer, "ln_2.weight"),
        FeedForwardNormBias = gradients.Of(layer, "ln_2.bias"),
        FeedForward =
        {
            Up = gradients.Of(layer, "mlp.c_fc.weight"),
            UpBias = gradients.Of(layer, "mlp.c_fc.bias"),
            Down = gradients.Of(layer, "mlp.c_proj.weight"),
            DownBias = gradients.Of(layer, "mlp.c_proj.bias"),
        },
    };
}

/// <summary>The attention of a block of the small model, for its weights alone: it makes no context that anything is done with.</summary>
[MultiHeadAttention(
    InputDim = 192,
    Heads = 6,
    Causal = true,
    ContextLength = 256,
    FusedQueryKeyValue = true,
    QueryKeyValueBias = true,
    OutputProjection = false,
    WeightLayout = WeightLayout.InputByOutput)]
public sealed partial class ByteAttention : IGptAttention<ByteAttention>
{
    /// <inheritdoc/>
    public static int HeadCount => Heads;

    /// <inheritdoc/>
    public static ByteAttention Create(GptWeights weights, int layer) => new(new Weights
    {
        QueryKeyValue = weights.Of(layer, "attn.c_attn.weight"),
        QueryKeyValueBias = weights.Of(layer, "attn.c_attn.bias"),
    });
}

/// <summary>The small model's logits of 256 bytes and of the mark between texts. Its weights are the embeddings of tokens, too. It learns.</summary>
[Linear(InputDim = 192, OutputDim = 257, Bias = false, Gradients = true)]
public sealed partial class ByteHead : ILearningGptHead<ByteHead, ByteHead.Tape>
{
    /// <inheritdoc/>
    public static ByteHead Create(ReadOnlySpan<float> embeddings) => new(new Weights { Weight = embeddings });

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<float> embeddings) => Load(new Weights { Weight = embeddings });

    /// <inheritdoc/>
    public void AddGradients(Tape tape, ReadOnlySpan<float> logitGradients, Span<float> embeddingGradients, Span<float> stateGradients) =>
        Backward(tape, logitGradients, new Gradients { Weight = embeddingGradients }, stateGradients);
}

/// <summary>A block of GPT-2 small.</summary>
[TransformerBlock]
[MultiHeadAttention(
    InputDim = 768,
    Heads = 12,
    Causal = true,
    ContextLength = 1024,
    FusedQueryKeyValue = true,
    QueryKeyValueBias = true,
    WeightLayout = WeightLayout.InputByOutput)]
[FeedForward(InputDim = 768, HiddenDim = 3072, Activation = Activation.GeluTanh, WeightLayout = WeightLayout.InputByOutput)]
public sealed partial class Gpt2Block : IGptBlock<Gpt2Block>
{
    /// <inheritdoc/>
    public static Gpt2Block Create(GptWeights weights, int layer) => new(new Weights
    {
        AttentionNorm = weights.Of(layer, "ln_1.weight"),
        AttentionNormBias = weights.Of(layer, "ln_1.bias"),
        Attention =
        {
            QueryKeyValue = weights.Of(layer, "attn.c_attn.weight"),
            QueryKeyValueBias = weights.Of(layer, "attn.c_attn.bias"),
            Output = weights.Of(layer, "attn.c_proj.weight"),
            OutputBias = weights.Of(layer, "attn.c_proj.bias"),
        },
        FeedForwardNorm = weights.Of(layer, "ln_2.weight"),
        FeedForwardNormBias = weights.Of(layer, "ln_2.bias"),
        FeedForward =
        {
            Up = weights.Of(layer, "mlp.c_fc.weight"),
            UpBias = weights.Of(layer, "mlp.c_fc.bias"),
            Down = weights.Of(layer, "mlp.c_proj.weight"),
            DownBias = weights.Of(layer, "mlp.c_proj.bias"),
        },
    });
}

/// <summary>The attention of a block of GPT-2 small, for its weights alone: it makes no context that anything is done with.</summary>
[MultiHeadAttention(
    InputDim = 768,
    Heads = 12,
    Causal = true,
    ContextLength = 1024,
    FusedQueryKeyValue = true,
    QueryKeyValueBias = true,
    OutputProjection = false,
    WeightLayout = WeightLayout.InputByOutput)]
public sealed partial class Gpt2Attention : IGptAttention<Gpt2Attention>
{
    /// <inheritdoc/>
    public static int HeadCount => Heads;

    /// <inheritdoc/>
    public static Gpt2Attention Create(GptWeights weights, int layer) => new(new Weights
    {
        QueryKeyValue = weights.Of(layer, "attn.c_attn.weight"),
        QueryKeyValueBias = weights.Of(layer, "attn.c_attn.bias"),
    });
}

/// <summary>GPT-2's logits of its 50 257 tokens.</summary>
[Linear(InputDim = 768, OutputDim = 50257, Bias = false)]
public sealed partial class Gpt2Head : IGptHead<Gpt2Head>
{
    /// <inheritdoc/>
    public static Gpt2Head Create(ReadOnlySpan<float> embeddings) => new(new Weights { Weight = embeddings });
}
