using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Gguf;

namespace SpanAttention.Benchmarks.Models;

/// <summary>The model as llama.cpp reads a GPT-2: matrices in an element, norms and biases as floats, embeddings of positions 0.</summary>
internal static class ModelFile
{
    public static GgufWriter Of(ModelTensors tensors, GgufElement element)
    {
        const int dim = ModelShape.Dim;
        GgufWriter file = Facts(new GgufWriter())
            .Add("token_embd.weight", element, tensors.Head, dim, ModelShape.Vocabulary)
            .Add("position_embd.weight", GgufElement.F32, new float[ModelCall.Decode.Length * dim], dim, ModelCall.Decode.Length);
        for (int layer = 0; layer < tensors.Blocks.Count; layer++)
        {
            BlockTensors block = tensors.Blocks[layer];
            float[] packed = [.. block.Attention.Query, .. block.Attention.Key, .. block.Attention.Value];
            Norm(file, $"blk.{layer}.attn_norm", block.AttentionNorm, block.AttentionNormBias);
            Linear(file, $"blk.{layer}.attn_qkv", element, packed, [.. block.QueryBias, .. block.KeyBias, .. block.ValueBias]);
            Linear(file, $"blk.{layer}.attn_output", element, block.Attention.Output, block.Attention.OutputBias);
            Norm(file, $"blk.{layer}.ffn_norm", block.FeedForwardNorm, block.FeedForwardNormBias);
            Linear(file, $"blk.{layer}.ffn_up", element, block.FeedForward.Up, block.FeedForward.UpBias);
            Linear(file, $"blk.{layer}.ffn_down", element, block.FeedForward.Down, block.FeedForward.DownBias);
        }

        Norm(file, "output_norm", tensors.Norm, tensors.NormBias);
        return file;
    }

    private static GgufWriter Facts(GgufWriter file) => file
        .Fact("general.architecture", "gpt2")
        .Fact("gpt2.context_length", ModelCall.Decode.Length)
        .Fact("gpt2.embedding_length", ModelShape.Dim)
        .Fact("gpt2.feed_forward_length", ModelShape.Block.HiddenDim)
        .Fact("gpt2.block_count", ModelShape.Layers)
        .Fact("gpt2.attention.head_count", ModelShape.Heads)
        .Fact("gpt2.attention.layer_norm_epsilon", ModelShape.NormEpsilon)
        .Fact("gpt2.vocab_size", ModelShape.Vocabulary)
        .Fact("tokenizer.ggml.model", "no_vocab");

    private static void Norm(GgufWriter file, string name, float[] weight, float[] bias) =>
        file.Add($"{name}.weight", GgufElement.F32, weight, weight.Length).Add($"{name}.bias", GgufElement.F32, bias, bias.Length);

    private static void Linear(GgufWriter file, string name, GgufElement element, float[] weight, float[] bias) =>
        file.Add($"{name}.weight", element, weight, weight.Length / bias.Length, bias.Length).Add($"{name}.bias", GgufElement.F32, bias, bias.Length);
}
