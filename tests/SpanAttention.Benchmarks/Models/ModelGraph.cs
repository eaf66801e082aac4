using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Onnx;

namespace SpanAttention.Benchmarks.Models;

/// <summary>The model as a graph for ONNX Runtime: a stream comes in, the logits after its last token go out.</summary>
internal sealed class ModelGraph(ModelTensors tensors, ModelCall call)
{
    private static readonly OnnxAttribute Epsilon = OnnxAttribute.Of("epsilon", ModelShape.NormEpsilon);

    public OnnxGraph Graph()
    {
        OnnxGraph graph = new OnnxGraph()
            .Input("stream", 1, call.Tokens, ModelShape.Dim)
            .Output("logits", 1, ModelShape.Vocabulary)
            .Constant("lastKeys", [call.Length - 1], 1)
            .Constant("keyLength", call.Length);
        Norm(graph, "norm0", tensors.Blocks[0].AttentionNorm, tensors.Blocks[0].AttentionNormBias);
        graph.Node("LayerNormalization", ["stream", "norm0", "norm0Bias"], ["normed0"], Epsilon);
        for (int layer = 0; layer < tensors.Blocks.Count; layer++)
        {
            Block(graph, layer, layer == 0 ? "stream" : $"stream{layer}");
        }

        return graph
            .Constant("last", call.Tokens - 1)
            .Node("Gather", [$"normed{tensors.Blocks.Count}", "last"], ["state"], OnnxAttribute.Of("axis", 1))
            .Constant("head", WeightOrder.Transpose(tensors.Head, ModelShape.Dim), ModelShape.Dim, ModelShape.Vocabulary)
            .Node("MatMul", ["state", "head"], ["logits"]);
    }

    private void Block(OnnxGraph graph, int layer, string stream)
    {
        BlockTensors block = tensors.Blocks[layer];
        bool isLast = layer + 1 == tensors.Blocks.Count;
        float[] packed = [.. block.Attention.Query, .. block.Attention.Key, .. block.Attention.Value];
        Linear(graph, $"packed{layer}", packed, [.. block.QueryBias, .. block.KeyBias, .. block.ValueBias]);
        Linear(graph, $"output{layer}", block.Attention.Output, block.Attention.OutputBias);
        Linear(graph, $"up{layer}", block.FeedForward.Up, block.FeedForward.UpBias);
        Linear(graph, $"down{layer}", block.FeedForward.Down, block.FeedForward.DownBias);
        Norm(graph, $"middleNorm{layer}", block.FeedForwardNorm, block.FeedForwardNormBias);
        Norm(graph, $"norm{layer + 1}", isLast ? tensors.Norm : tensors.Blocks[layer + 1].AttentionNorm, isLast ? tensors.NormBias : tensors.Blocks[layer + 1].AttentionNormBias);

        graph
            .Node("MatMul", [$"normed{layer}", $"packed{layer}"], [$"projected{layer}"])
            .Node("Add", [$"projected{layer}", $"packed{layer}Bias"], [$"biased{layer}"]);
        Attention(graph, layer);
        graph.Node("MatMul", [$"context{layer}", $"output{layer}"], [$"attended{layer}"]);
        SkipNorm(graph, [$"attended{layer}", stream], $"middleNorm{layer}", $"output{layer}Bias", [$"middle{layer}", "", "", $"sum{layer}"])
            .Node("MatMul", [$"middle{layer}", $"up{layer}"], [$"hidden{layer}"])
            .MicrosoftNode("FastGelu", [$"hidden{layer}", $"up{layer}Bias"], [$"activated{layer}"])
            .Node("MatMul", [$"activated{layer}", $"down{layer}"], [$"added{layer}"]);
        SkipNorm(graph, [$"added{layer}", $"sum{layer}"], $"norm{layer + 1}", $"down{layer}Bias", [$"normed{layer + 1}", "", "", $"stream{layer + 1}"]);
    }

    private void Attention(OnnxGraph graph, int layer)
    {
        long[] shape = [1, ModelShape.Heads, call.Length, ModelShape.HeadDim];
        bool isCached = call.Cached > 0;
        graph.Output($"presentKey{layer}", shape).Output($"presentValue{layer}", shape);
        if (isCached)
        {
            graph.Input($"pastKey{layer}", shape).Input($"pastValue{layer}", shape);
        }

        graph.MicrosoftNode(
            "GroupQueryAttention",
            [$"biased{layer}", "", "", isCached ? $"pastKey{layer}" : "", isCached ? $"pastValue{layer}" : "", "lastKeys", "keyLength"],
            [$"context{layer}", $"presentKey{layer}", $"presentValue{layer}"],
            OnnxAttribute.Of("num_heads", ModelShape.Heads),
            OnnxAttribute.Of("kv_num_heads", ModelShape.Heads));
    }

    private static OnnxGraph SkipNorm(OnnxGraph graph, string[] summands, string norm, string bias, string[] outputs) =>
        graph.MicrosoftNode("SkipLayerNormalization", [.. summands, norm, $"{norm}Bias", bias], outputs, Epsilon);

    private static void Linear(OnnxGraph graph, string name, float[] weight, float[] bias)
    {
        int inputs = weight.Length / bias.Length;
        graph.Constant(name, WeightOrder.Transpose(weight, inputs), inputs, bias.Length).Constant($"{name}Bias", bias, bias.Length);
    }

    private static void Norm(OnnxGraph graph, string name, float[] weight, float[] bias) =>
        graph.Constant(name, weight, ModelShape.Dim).Constant($"{name}Bias", bias, ModelShape.Dim);
}
