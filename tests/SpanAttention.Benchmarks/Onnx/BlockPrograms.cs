using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Onnx;

/// <summary>A block in the operators that ONNX Runtime fuses one to, with each of those for attention that can express it. Sequences of different lengths are padded.</summary>
internal sealed class BlockPrograms(Workload workload, BlockTensors tensors, int copies)
{
    private readonly Padding padding = new(workload);
    private readonly float[] output = new float[workload.Lengths.Count * workload.QueryLength * workload.ModelDim];

    private bool NormsFirst => workload.Style.NormsFirst;

    /// <summary>What attention reads: the stream, or the norm of it.</summary>
    private string Inputs => NormsFirst ? "normed" : "stream";

    /// <summary>Where texts differ in length, how many tokens each has.</summary>
    private string Lengths => workload.IsBatch ? "lengths" : string.Empty;

    private long[] Shape => [workload.Lengths.Count, workload.QueryLength, workload.ModelDim];

    private long[] CacheShape => [workload.Lengths.Count, workload.KeyValueHeads, workload.KeyLength, workload.HeadDim];

    private OnnxAttribute[] Heads =>
        [OnnxAttribute.Of("num_heads", workload.Heads), OnnxAttribute.Of("scale", workload.Scale), OnnxAttribute.Of("unidirectional", workload.Causal)];

    public IEnumerable<OnnxProgram> All()
    {
        if (workload.CachedTokens == 0)
        {
            yield return Program("Attention", Attention(), Enumerable.Repeat(Call(), copies));
            yield return Program("MultiHeadAttention", MultiHeadAttention(), Enumerable.Repeat(Call(), copies));
        }

        if (workload.Causal)
        {
            yield return GroupQueryAttention();
        }
    }

    /// <summary>One operator for projections and attention.</summary>
    private OnnxGraph Attention() => AfterAttention(BeforeAttention().MicrosoftNode("Attention", [Inputs, "packedWeight", "packedBias", Lengths], ["context"], Heads));

    private OnnxGraph MultiHeadAttention()
    {
        OnnxGraph graph = BeforeAttention();
        Project(graph, "query", tensors.Attention.Query);
        Project(graph, "key", tensors.Attention.Key);
        Project(graph, "value", tensors.Attention.Value);
        return AfterAttention(graph.MicrosoftNode("MultiHeadAttention", ["query", "key", "value", "packedBias", Lengths], ["context"], Heads));
    }

    /// <summary>The operator appends to the caches in place.</summary>
    private OnnxProgram GroupQueryAttention()
    {
        bool isCached = workload.CachedTokens > 0;
        OnnxGraph graph = BeforeAttention()
            .Node("MatMul", [Inputs, "packedWeight"], ["projected"])
            .Node("Add", ["projected", "packedBias"], ["packed"])
            .Constant("lastKeys", [.. Enumerable.Repeat(workload.KeyLength - 1, workload.Lengths.Count)], workload.Lengths.Count)
            .Constant("keyLength", workload.KeyLength)
            .Output("presentKey", CacheShape)
            .Output("presentValue", CacheShape);
        if (isCached)
        {
            graph.Input("pastKey", CacheShape).Input("pastValue", CacheShape);
        }

        graph.MicrosoftNode(
            "GroupQueryAttention",
            ["packed", "", "", isCached ? "pastKey" : "", isCached ? "pastValue" : "", "lastKeys", "keyLength"],
            ["context", "presentKey", "presentValue"],
            OnnxAttribute.Of("num_heads", workload.Heads),
            OnnxAttribute.Of("kv_num_heads", workload.KeyValueHeads),
            OnnxAttribute.Of("scale", workload.Scale));
        return Program("GroupQueryAttention", AfterAttention(graph), CachedCalls());
    }

    private OnnxGraph BeforeAttention()
    {
        OnnxGraph graph = new OnnxGraph()
            .Input("stream", Shape)
            .Output("output", Shape)
            .Constant("attentionNorm", tensors.AttentionNorm, workload.ModelDim)
            .Constant("attentionNormBias", tensors.AttentionNormBias, workload.ModelDim)
            .Constant("packedWeight", PackedWeight(), workload.ModelDim, workload.QueryWidth + (2 * workload.KeyWidth))
            .Constant("packedBias", [.. tensors.QueryBias, .. tensors.KeyBias, .. tensors.ValueBias], workload.QueryWidth + (2 * workload.KeyWidth));
        if (workload.IsBatch)
        {
            graph.Constant("lengths", [.. workload.Lengths], workload.Lengths.Count);
        }

        return NormsFirst
            ? graph.Node("LayerNormalization", ["stream", "attentionNorm", "attentionNormBias"], ["normed"], OnnxAttribute.Of("epsilon", workload.Style.NormEpsilon))
            : graph;
    }

    private void Project(OnnxGraph graph, string name, float[] weight) => graph
        .Constant($"{name}Weight", WeightOrder.Transpose(weight, workload.ModelDim), workload.ModelDim, weight.Length / workload.ModelDim)
        .Node("MatMul", [Inputs, $"{name}Weight"], [name]);

    /// <summary>Output projection, residual, norm and feed-forward.</summary>
    private OnnxGraph AfterAttention(OnnxGraph graph)
    {
        Weight(graph, "output", tensors.Attention.Output, tensors.Attention.OutputBias);
        Weight(graph, "up", tensors.FeedForward.Up, tensors.FeedForward.UpBias);
        Weight(graph, "down", tensors.FeedForward.Down, tensors.FeedForward.DownBias);
        graph
            .Constant("feedForwardNorm", tensors.FeedForwardNorm, workload.ModelDim)
            .Constant("feedForwardNormBias", tensors.FeedForwardNormBias, workload.ModelDim)
            .Node("MatMul", ["context", "outputWeight"], ["attended"]);
        SkipNorm(graph, ["attended", "stream"], NormsFirst ? "feedForwardNorm" : "attentionNorm", "outputBias", ["middle", "", "", "sum"])
            .Node("MatMul", ["middle", "upWeight"], ["up"])
            .MicrosoftNode(workload.Style.Activation == Activation.GeluTanh ? "FastGelu" : "BiasGelu", ["up", "upBias"], ["hidden"])
            .Node("MatMul", ["hidden", "downWeight"], ["down"]);
        return NormsFirst
            ? graph.Node("Add", ["down", "downBias"], ["biased"]).Node("Add", ["biased", "sum"], ["output"])
            : SkipNorm(graph, ["down", "middle"], "feedForwardNorm", "downBias", ["output"]);
    }

    private static void Weight(OnnxGraph graph, string name, float[] weight, float[] bias)
    {
        int inputs = weight.Length / bias.Length;
        graph.Constant($"{name}Weight", WeightOrder.Transpose(weight, inputs), inputs, bias.Length).Constant($"{name}Bias", bias, bias.Length);
    }

    /// <summary>Adds a bias and a residual, and norms the sum.</summary>
    private OnnxGraph SkipNorm(OnnxGraph graph, string[] summands, string norm, string bias, string[] outputs) => graph.MicrosoftNode(
        "SkipLayerNormalization",
        [.. summands, norm, $"{norm}Bias", bias],
        outputs,
        OnnxAttribute.Of("epsilon", workload.Style.NormEpsilon));

    private OnnxProgram Program(string name, OnnxGraph graph, IEnumerable<OnnxCall> calls) =>
        new($"{name} and fused operators", AttentionLayout.TokensFirst, graph, [.. calls]) { HasManySessions = true, Padding = padding };

    private OnnxCall Call() => new([new("stream", padding.Add(tensors.Stream(workload)), Shape)], [new("output", output, Shape)]);

    /// <summary>Calls with caches of their own, and the same tokens in each.</summary>
    private IEnumerable<OnnxCall> CachedCalls()
    {
        LayerCache cache = LayerCache.Of(workload, tensors);
        for (int copy = 0; copy < copies; copy++)
        {
            OnnxCall call = Call();
            float[] key = [.. Enumerable.Repeat(cache.Key, workload.Lengths.Count).SelectMany(values => values)];
            float[] value = [.. Enumerable.Repeat(cache.Value, workload.Lengths.Count).SelectMany(values => values)];
            OnnxTensor[] past = workload.CachedTokens > 0 ? [new("pastKey", key, CacheShape), new("pastValue", value, CacheShape)] : [];
            yield return new OnnxCall([.. call.Inputs, .. past], [.. call.Outputs, new("presentKey", key, CacheShape), new("presentValue", value, CacheShape)]);
        }
    }

    private float[] PackedWeight() => WeightOrder.Transpose([.. tensors.Attention.Query, .. tensors.Attention.Key, .. tensors.Attention.Value], workload.ModelDim);
}
