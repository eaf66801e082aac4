using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace SpanAttention.OnnxRuntime.Tests;

/// <summary>One of ONNX Runtime's attention operators, on one thread, as the kit calls it.</summary>
internal sealed class OnnxOperator
{
    private readonly AttentionShape shape;
    private readonly bool isFlat;
    private readonly InferenceSession session;

    private OnnxOperator(AttentionShape shape, bool isFlat, OnnxGraph graph)
    {
        this.shape = shape;
        this.isFlat = isFlat;
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        session = new InferenceSession(graph.ToModel(), options);
    }

    /// <summary>The standard's Attention: [1, T, heads × d] where tokens come first, [1, heads, T, d] where heads do.</summary>
    public static OnnxOperator Attention(AttentionShape shape)
    {
        bool isFlat = shape.Layout == AttentionLayout.TokensFirst;
        OnnxGraph graph = Graph(shape, isFlat);
        string[] mask = WithMask(graph, shape);
        OnnxAttribute[] heads = isFlat ? [OnnxAttribute.Of("q_num_heads", shape.Heads), OnnxAttribute.Of("kv_num_heads", shape.KeyValueHeads)] : [];
        graph.Node("Attention", ["query", "key", "value", .. mask], ["output"], [.. heads, OnnxAttribute.Of("is_causal", shape.Causal), OnnxAttribute.Of("softcap", (float)shape.SoftCap)]);
        return new OnnxOperator(shape, isFlat, graph);
    }

    /// <summary>com.microsoft MultiHeadAttention: [1, T, heads × d].</summary>
    public static OnnxOperator MultiHeadAttention(AttentionShape shape)
    {
        OnnxGraph graph = Graph(shape, true);
        string[] mask = shape.Bias == AttentionBias.None ? [] : ["", "", .. WithMask(graph, shape)];
        graph.MicrosoftNode("MultiHeadAttention", ["query", "key", "value", .. mask], ["output"], OnnxAttribute.Of("num_heads", shape.Heads), OnnxAttribute.Of("unidirectional", shape.Causal));
        return new OnnxOperator(shape, true, graph);
    }

    /// <summary>The call.</summary>
    public void Forward(in AttentionOperands operands, Span<float> destination)
    {
        int rows = operands.Query.Length / (shape.Heads * shape.HeadDim);
        int keys = operands.Key.Length / (shape.KeyValueHeads * shape.HeadDim);
        List<NamedOnnxValue> inputs =
        [
            Tensor("query", operands.Query, rows, shape.Heads, shape.HeadDim),
            Tensor("key", operands.Key, keys, shape.KeyValueHeads, shape.HeadDim),
            Tensor("value", operands.Value, keys, shape.KeyValueHeads, shape.ValueDim),
        ];
        if (shape.Mask == AttentionMask.QueryKeys)
        {
            inputs.Add(NamedOnnxValue.CreateFromTensor("mask", new DenseTensor<bool>(operands.Mask.ToArray(), [rows, keys])));
        }

        if (shape.Bias == AttentionBias.QueryKeys)
        {
            inputs.Add(NamedOnnxValue.CreateFromTensor("mask", new DenseTensor<float>(operands.Bias.ToArray(), [1, 1, rows, keys])));
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(inputs);
        outputs[0].AsEnumerable<float>().ToArray().CopyTo(destination);
    }

    private static OnnxGraph Graph(AttentionShape shape, bool isFlat) => new OnnxGraph()
        .Input("query", Axes(isFlat, shape.Heads, shape.HeadDim))
        .Input("key", Axes(isFlat, shape.KeyValueHeads, shape.HeadDim))
        .Input("value", Axes(isFlat, shape.KeyValueHeads, shape.ValueDim))
        .Output("output", Axes(isFlat, shape.Heads, shape.ValueDim));

    private static string[] WithMask(OnnxGraph graph, AttentionShape shape)
    {
        if (shape.Mask == AttentionMask.QueryKeys)
        {
            graph.BooleanInput("mask", 0, 0);
        }

        if (shape.Bias == AttentionBias.QueryKeys)
        {
            graph.Input("mask", 1, 1, 0, 0);
        }

        return shape is { Mask: AttentionMask.None, Bias: AttentionBias.None } ? [] : ["mask"];
    }

    private static long[] Axes(bool isFlat, int heads, int dim) => isFlat ? [1, 0, heads * dim] : [1, heads, 0, dim];

    private NamedOnnxValue Tensor(string name, ReadOnlySpan<float> numbers, int tokens, int heads, int dim) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(numbers.ToArray(), isFlat ? [1, tokens, heads * dim] : [1, heads, tokens, dim]));
}
