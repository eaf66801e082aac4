using GptModel;

namespace SpanAttention.Samples.Tests.Models;

/// <summary>A block as the sample's, of sizes that no test waits for.</summary>
[TransformerBlock(Gradients = true)]
[MultiHeadAttention(InputDim = 12, Heads = 3, Causal = true, ContextLength = 18, FusedQueryKeyValue = true, QueryKeyValueBias = true, WeightLayout = WeightLayout.InputByOutput)]
[FeedForward(InputDim = 12, HiddenDim = 20, Activation = Activation.GeluTanh, WeightLayout = WeightLayout.InputByOutput)]
public sealed partial class TinyBlock : ILearningGptBlock<TinyBlock, TinyBlock.Tape>
{
    public static TinyBlock Create(GptWeights weights, int layer) => new(WeightsOf(weights, layer));

    public void Load(GptWeights weights, int layer) => Load(WeightsOf(weights, layer));

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

/// <summary>The attention of that block.</summary>
[MultiHeadAttention(InputDim = 12, Heads = 3, Causal = true, ContextLength = 18, FusedQueryKeyValue = true, QueryKeyValueBias = true, OutputProjection = false, WeightLayout = WeightLayout.InputByOutput)]
public sealed partial class TinyAttention : IGptAttention<TinyAttention>
{
    public static int HeadCount => Heads;

    public static TinyAttention Create(GptWeights weights, int layer) => new(new Weights
    {
        QueryKeyValue = weights.Of(layer, "attn.c_attn.weight"),
        QueryKeyValueBias = weights.Of(layer, "attn.c_attn.bias"),
    });
}

/// <summary>Logits of bytes and the mark.</summary>
[Linear(InputDim = 12, OutputDim = 257, Bias = false, Gradients = true)]
public sealed partial class TinyHead : ILearningGptHead<TinyHead, TinyHead.Tape>
{
    public static TinyHead Create(ReadOnlySpan<float> embeddings) => new(new Weights { Weight = embeddings });

    public void Load(ReadOnlySpan<float> embeddings) => Load(new Weights { Weight = embeddings });

    public void AddGradients(Tape tape, ReadOnlySpan<float> logitGradients, Span<float> embeddingGradients, Span<float> stateGradients) =>
        Backward(tape, logitGradients, new Gradients { Weight = embeddingGradients }, stateGradients);
}

/// <summary>Models of two tiny blocks.</summary>
internal static class TinyGpt
{
    public static GptShape Shape { get; } = new(Vocabulary: 257, ContextLength: 18, Dim: 12, HiddenDim: 20, Layers: 2);

    public static Gpt<TinyBlock, TinyHead> Create(ulong seed = 1) => new(new LivelyWeights(Shape, seed));
}
