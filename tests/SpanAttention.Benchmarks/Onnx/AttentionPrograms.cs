using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Onnx;

/// <summary>Attention without projections, in each operator of ONNX Runtime that can express it.</summary>
internal sealed class AttentionPrograms(Workload workload, DataRotation rotation)
{
    private readonly float[] output = new float[workload.OutputLength];

    private long[] QueryShape => [1, workload.QueryLength, workload.QueryWidth];

    private long[] KeyShape => [1, workload.KeyLength, workload.KeyWidth];

    private long[] QueryHeadsShape => [1, workload.Heads, workload.QueryLength, workload.HeadDim];

    private long[] KeyHeadsShape => [1, workload.KeyValueHeads, workload.KeyLength, workload.HeadDim];

    private bool IsSquareCausal => workload.Causal && workload.QueryLength == workload.KeyLength;

    /// <summary>The causal operators take the first query for the first key; where it is not, a mask says who sees what.</summary>
    private bool NeedsMask => workload.IsContinuation && workload.QueryLength > 1;

    private string[] Mask => NeedsMask ? ["mask"] : [];

    public IEnumerable<OnnxProgram> All()
    {
        yield return Attention("ai.onnx Attention", AttentionLayout.TokensFirst, QueryShape, KeyShape);
        yield return Attention("ai.onnx Attention, heads first", AttentionLayout.HeadsFirst, QueryHeadsShape, KeyHeadsShape);
        if (workload.Heads == workload.KeyValueHeads)
        {
            yield return MultiHeadAttention("MultiHeadAttention", AttentionLayout.TokensFirst, KeyShape);
        }

        if (workload.Heads == workload.KeyValueHeads && workload.IsDecode)
        {
            yield return MultiHeadAttention("MultiHeadAttention, heads first", AttentionLayout.HeadsFirst, KeyHeadsShape);
        }

        if (workload.IsDecode || workload.IsContinuation)
        {
            yield return GroupQueryContinuation();
        }
        else if (workload.Causal)
        {
            yield return GroupQueryPrefill();
        }
    }

    /// <summary>ai.onnx Attention, [1, T, heads × d] or [1, heads, T, d].</summary>
    private OnnxProgram Attention(string name, AttentionLayout layout, long[] queryShape, long[] keyShape)
    {
        bool flat = layout == AttentionLayout.TokensFirst;
        OnnxAttribute[] heads = [OnnxAttribute.Of("q_num_heads", workload.Heads), OnnxAttribute.Of("kv_num_heads", workload.KeyValueHeads)];
        OnnxAttribute[] attributes =
        [
            .. flat ? heads : [],
            OnnxAttribute.Of("is_causal", IsSquareCausal),
            OnnxAttribute.Of("scale", workload.Scale),
        ];
        OnnxGraph graph = WithMask(Inputs(queryShape, keyShape))
            .Output("output", queryShape)
            .Node("Attention", ["query", "key", "value", .. Mask], ["output"], attributes);
        return new OnnxProgram(name, layout, graph, Calls(layout, queryShape, keyShape));
    }

    /// <summary>Keys and values [1, S, heads × d], or, as from a cache, [1, heads, S, d].</summary>
    private OnnxProgram MultiHeadAttention(string name, AttentionLayout layout, long[] keyShape)
    {
        string[] mask = NeedsMask ? ["", "", "mask"] : [];
        OnnxGraph graph = WithMask(Inputs(QueryShape, keyShape))
            .Output("output", QueryShape)
            .MicrosoftNode(
                "MultiHeadAttention",
                ["query", "key", "value", .. mask],
                ["output"],
                OnnxAttribute.Of("num_heads", workload.Heads),
                OnnxAttribute.Of("scale", workload.Scale),
                OnnxAttribute.Of("unidirectional", IsSquareCausal));
        return new OnnxProgram(name, AttentionLayout.TokensFirst, graph, Calls(layout, QueryShape, keyShape));
    }

    /// <summary>The operator also writes keys and values into a cache, heads first.</summary>
    private OnnxProgram GroupQueryPrefill()
    {
        float[] presentKey = new float[workload.KeyLength * workload.KeyWidth];
        float[] presentValue = new float[workload.KeyLength * workload.KeyWidth];
        OnnxGraph graph = GroupQuery(Inputs(QueryShape, KeyShape), past: ["", ""]);
        OnnxCall[] calls =
        [
            .. Calls(AttentionLayout.TokensFirst, QueryShape, KeyShape).Select(call => call with
            {
                Outputs = [.. call.Outputs, new("presentKey", presentKey, KeyHeadsShape), new("presentValue", presentValue, KeyHeadsShape)],
            }),
        ];
        return new OnnxProgram("GroupQueryAttention", AttentionLayout.TokensFirst, graph, calls);
    }

    /// <summary>The last T tokens are appended to a cache of all the others, in place.</summary>
    private OnnxProgram GroupQueryContinuation()
    {
        long[] tokensShape = [1, workload.QueryLength, workload.KeyWidth];
        OnnxGraph graph = Inputs(QueryShape, tokensShape).Input("pastKey", KeyHeadsShape).Input("pastValue", KeyHeadsShape);
        IReadOnlyList<AttentionData> flat = rotation.In(AttentionLayout.TokensFirst).Copies;
        OnnxCall[] calls =
        [
            .. rotation.In(AttentionLayout.HeadsFirst).Copies.Select(cache => new OnnxCall(
                [
                    new("query", flat[0].Query, QueryShape),
                    new("key", LastTokens(flat[0].Key), tokensShape),
                    new("value", LastTokens(flat[0].Value), tokensShape),
                    new("pastKey", cache.Key, KeyHeadsShape),
                    new("pastValue", cache.Value, KeyHeadsShape),
                ],
                [
                    new("output", output, QueryShape),
                    new("presentKey", cache.Key, KeyHeadsShape),
                    new("presentValue", cache.Value, KeyHeadsShape),
                ])),
        ];
        return new OnnxProgram("GroupQueryAttention", AttentionLayout.TokensFirst, GroupQuery(graph, past: ["pastKey", "pastValue"]), calls);
    }

    private OnnxGraph GroupQuery(OnnxGraph graph, string[] past) => graph
        .Output("output", QueryShape)
        .Output("presentKey", KeyHeadsShape)
        .Output("presentValue", KeyHeadsShape)
        .Constant("lastKeys", workload.KeyLength - 1, 1)
        .Constant("keyLength", workload.KeyLength)
        .MicrosoftNode(
            "GroupQueryAttention",
            ["query", "key", "value", .. past, "lastKeys", "keyLength"],
            ["output", "presentKey", "presentValue"],
            OnnxAttribute.Of("num_heads", workload.Heads),
            OnnxAttribute.Of("kv_num_heads", workload.KeyValueHeads),
            OnnxAttribute.Of("scale", workload.Scale));

    private static OnnxGraph Inputs(long[] queryShape, long[] keyShape) =>
        new OnnxGraph().Input("query", queryShape).Input("key", keyShape).Input("value", keyShape);

    private OnnxCall[] Calls(AttentionLayout layout, long[] queryShape, long[] keyShape) =>
    [
        .. rotation.In(layout).Copies.Select(data => new OnnxCall(
            [new("query", data.Query, queryShape), new("key", data.Key, keyShape), new("value", data.Value, keyShape)],
            [new("output", output, queryShape)])),
    ];

    /// <summary>[S, heads × d] → [T, heads × d].</summary>
    private float[] LastTokens(float[] tensor) => tensor[((workload.KeyLength - workload.QueryLength) * workload.KeyWidth)..];

    /// <summary>Adds what is added to scores, [1, 1, T, S]: zero, or nearly −∞ for keys that lie ahead.</summary>
    private OnnxGraph WithMask(OnnxGraph graph)
    {
        if (!NeedsMask)
        {
            return graph;
        }

        float[] mask = new float[workload.QueryLength * workload.KeyLength];
        for (int row = 0; row < workload.QueryLength; row++)
        {
            mask.AsSpan(row * workload.KeyLength, workload.KeyLength)[workload.VisibleKeys(row)..].Fill(float.MinValue);
        }

        return graph.Constant("mask", mask, 1, 1, workload.QueryLength, workload.KeyLength);
    }
}
