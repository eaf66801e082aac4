using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Onnx;

/// <summary>A layer, in each operator of ONNX Runtime that can express it. Its cache, [heads, S, d], holds all tokens but those of the call.</summary>
internal sealed class LayerPrograms(Workload workload, LayerTensors tensors)
{
    private readonly float[] output = new float[workload.OutputLength];

    private long[] Shape => [1, workload.QueryLength, workload.ModelDim];

    private long[] CacheShape => [1, workload.KeyValueHeads, workload.KeyLength, workload.HeadDim];

    public IEnumerable<OnnxProgram> All()
    {
        bool grouped = workload.Heads != workload.KeyValueHeads;
        if (!grouped && !workload.IsCachedLayer)
        {
            yield return Program("Attention", Attention());
            yield return Program("MatMul and MultiHeadAttention", MultiHeadAttention());
        }

        if (!workload.IsCachedLayer)
        {
            yield return Program("MatMul and ai.onnx Attention", StandardAttention());
        }

        if (!grouped && workload.IsCachedLayer)
        {
            yield return WithCopiedCache();
        }

        if (workload.Causal)
        {
            yield return GroupQueryAttention("MatMul and GroupQueryAttention", Project(Graph()), ["query", "key", "value"]);
            yield return GroupQueryAttention("MatMul and packed GroupQueryAttention", ProjectPacked(Graph()), ["packed", "", ""]);
        }
    }

    private OnnxGraph Graph() => new OnnxGraph().Input("inputs", Shape).Output("output", Shape);

    private OnnxProgram Program(string name, OnnxGraph graph) =>
        new(name, AttentionLayout.TokensFirst, graph, [new OnnxCall([Inputs()], [Output()])]);

    private OnnxTensor Inputs() => new("inputs", tensors.Queries(workload), Shape);

    private OnnxTensor Output() => new("output", output, Shape);

    /// <summary>One operator for projections and attention; the bias that it asks for is zero.</summary>
    private OnnxGraph Attention()
    {
        OnnxGraph graph = Graph()
            .Constant("packedWeight", PackedWeight(), workload.ModelDim, PackedWidth())
            .Constant("packedBias", new float[PackedWidth()], PackedWidth())
            .MicrosoftNode(
                "Attention",
                ["inputs", "packedWeight", "packedBias"],
                ["context"],
                OnnxAttribute.Of("num_heads", workload.Heads),
                OnnxAttribute.Of("scale", workload.Scale),
                OnnxAttribute.Of("unidirectional", workload.Causal));
        return ProjectOutput(graph);
    }

    private OnnxGraph MultiHeadAttention() => ProjectOutput(Project(Graph()).MicrosoftNode(
        "MultiHeadAttention",
        ["query", "key", "value"],
        ["context"],
        OnnxAttribute.Of("num_heads", workload.Heads),
        OnnxAttribute.Of("scale", workload.Scale),
        OnnxAttribute.Of("unidirectional", workload.Causal)));

    private OnnxGraph StandardAttention() => ProjectOutput(Project(Graph()).Node(
        "Attention",
        ["query", "key", "value"],
        ["context"],
        OnnxAttribute.Of("q_num_heads", workload.Heads),
        OnnxAttribute.Of("kv_num_heads", workload.KeyValueHeads),
        OnnxAttribute.Of("is_causal", workload.Causal),
        OnnxAttribute.Of("scale", workload.Scale)));

    /// <summary>The operator copies the cache of the tokens before, [heads, S − T, d], on every call.</summary>
    private OnnxProgram WithCopiedCache()
    {
        LayerCache cache = LayerCache.Of(workload, tensors, workload.KeyLength - workload.QueryLength);
        long[] pastShape = [1, workload.KeyValueHeads, workload.KeyLength - workload.QueryLength, workload.HeadDim];
        float[] presentKey = new float[workload.KeyLength * workload.KeyWidth];
        float[] presentValue = new float[workload.KeyLength * workload.KeyWidth];
        OnnxGraph graph = Project(Graph())
            .Input("pastKey", pastShape)
            .Input("pastValue", pastShape)
            .Output("presentKey", CacheShape)
            .Output("presentValue", CacheShape)
            .MicrosoftNode(
                "MultiHeadAttention",
                ["query", "key", "value", "", "", "", "pastKey", "pastValue"],
                ["context", "presentKey", "presentValue"],
                OnnxAttribute.Of("num_heads", workload.Heads),
                OnnxAttribute.Of("scale", workload.Scale),
                OnnxAttribute.Of("unidirectional", workload.Causal));
        OnnxCall call = new(
            [Inputs(), new("pastKey", cache.Key, pastShape), new("pastValue", cache.Value, pastShape)],
            [Output(), new("presentKey", presentKey, CacheShape), new("presentValue", presentValue, CacheShape)]);
        return new OnnxProgram("MatMul and MultiHeadAttention", AttentionLayout.TokensFirst, ProjectOutput(graph), [call]);
    }

    /// <summary>The operator appends to the cache in place.</summary>
    private OnnxProgram GroupQueryAttention(string name, OnnxGraph graph, string[] projected)
    {
        string[] past = workload.IsCachedLayer ? ["pastKey", "pastValue"] : ["", ""];
        LayerCache cache = LayerCache.Of(workload, tensors, workload.KeyLength);
        OnnxTensor[] pastTensors = workload.IsCachedLayer ? [new("pastKey", cache.Key, CacheShape), new("pastValue", cache.Value, CacheShape)] : [];
        foreach (OnnxTensor tensor in pastTensors)
        {
            graph.Input(tensor.Name, tensor.Shape);
        }

        graph
            .Output("presentKey", CacheShape)
            .Output("presentValue", CacheShape)
            .Constant("lastKeys", workload.KeyLength - 1, 1)
            .Constant("keyLength", workload.KeyLength)
            .MicrosoftNode(
                "GroupQueryAttention",
                [.. projected, .. past, "lastKeys", "keyLength"],
                ["context", "presentKey", "presentValue"],
                OnnxAttribute.Of("num_heads", workload.Heads),
                OnnxAttribute.Of("kv_num_heads", workload.KeyValueHeads),
                OnnxAttribute.Of("scale", workload.Scale));
        OnnxCall call = new(
            [Inputs(), .. pastTensors],
            [Output(), new("presentKey", cache.Key, CacheShape), new("presentValue", cache.Value, CacheShape)]);
        return new OnnxProgram(name, AttentionLayout.TokensFirst, ProjectOutput(graph), [call]);
    }

    private OnnxGraph Project(OnnxGraph graph) => graph
        .Constant("queryWeight", WeightOrder.Transpose(tensors.Query, workload.ModelDim), workload.ModelDim, workload.QueryWidth)
        .Constant("keyWeight", WeightOrder.Transpose(tensors.Key, workload.ModelDim), workload.ModelDim, workload.KeyWidth)
        .Constant("valueWeight", WeightOrder.Transpose(tensors.Value, workload.ModelDim), workload.ModelDim, workload.KeyWidth)
        .Node("MatMul", ["inputs", "queryWeight"], ["query"])
        .Node("MatMul", ["inputs", "keyWeight"], ["key"])
        .Node("MatMul", ["inputs", "valueWeight"], ["value"]);

    private OnnxGraph ProjectPacked(OnnxGraph graph) => graph
        .Constant("packedWeight", PackedWeight(), workload.ModelDim, PackedWidth())
        .Node("MatMul", ["inputs", "packedWeight"], ["packed"]);

    private OnnxGraph ProjectOutput(OnnxGraph graph) => graph
        .Constant("outputWeight", WeightOrder.Transpose(tensors.Output, workload.QueryWidth), workload.QueryWidth, workload.ModelDim)
        .Constant("outputBias", tensors.OutputBias, workload.ModelDim)
        .Node("MatMul", ["context", "outputWeight"], ["projected"])
        .Node("Add", ["projected", "outputBias"], ["output"]);

    private float[] PackedWeight() => WeightOrder.Transpose([.. tensors.Query, .. tensors.Key, .. tensors.Value], workload.ModelDim);

    private int PackedWidth() => workload.QueryWidth + (2 * workload.KeyWidth);
}
