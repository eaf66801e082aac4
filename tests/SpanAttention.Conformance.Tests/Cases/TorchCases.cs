using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Reads the operators sdpa and sdpa_chunked: heads first, a batch is a loop.</summary>
public static class TorchCases
{
    public static bool IsAttention(ConformanceCase conformanceCase) => conformanceCase.Operator.StartsWith("sdpa", StringComparison.Ordinal);

    public static AttentionCase Read(ConformanceCase source) =>
        source.Operator == "sdpa_chunked" ? ReadChunks(source) : new AttentionCase(source.Name, Shape(source), ReadBatch(source));

    private static AttentionShape Shape(ConformanceCase source) => new()
    {
        HeadDim = source.Inputs["query"].Shape[3],
        ValueDim = source.Inputs["value"].Shape[3],
        Heads = source.Inputs["query"].Shape[1],
        KeyValueHeads = source.Inputs["key"].Shape[1],
        DeclaredScale = source.Number("scale"),
        Causal = source.Flag("is_causal"),
        Alignment = source.Text("causal_alignment") == "top-left" ? QueryAlignment.TopLeft : QueryAlignment.BottomRight,
        LeftWindow = source.Window("left_window_size"),
        RightWindow = source.Window("right_window_size"),
        Mask = BroadcastMask.Of(source).Mask,
        Bias = BroadcastMask.Of(source).Bias,
        Dropout = source.Inputs.ContainsKey("keep_mask"),
        DropoutRate = source.Inputs.ContainsKey("keep_mask") ? source.Number("dropout_p") : null,
        Layout = AttentionLayout.HeadsFirst,
        Gradients = source.Gradients.Count > 0,
    };

    private static AttentionCall[] ReadBatch(ConformanceCase source) =>
        [.. Enumerable.Range(0, source.Inputs["query"].Shape[0]).Select(batch => ReadCall(source, batch))];

    private static AttentionCall ReadCall(ConformanceCase source, int batch)
    {
        int keyLength = source.Inputs["key"].Shape[2];
        bool padded = source.Inputs.TryGetValue("kv_lengths", out Tensor? lengths);
        AttentionInputs inputs = new(
            source.Inputs["query"].Slice(batch),
            source.Inputs["key"].Slice(batch),
            source.Inputs["value"].Slice(batch),
            source.Inputs["query"].Shape[2],
            keyLength,
            padded ? (int)lengths!.Data[batch] : keyLength)
        {
            Keep = source.Inputs.TryGetValue("keep_mask", out Tensor? keep) ? [.. keep.Slice(batch).Select(number => number != 0)] : [],
        };
        return new AttentionCall(BroadcastMask.Of(source).AddTo(inputs, batch), source.Outputs["output"].ExpectSlice(batch))
        {
            Weights = source.Outputs.TryGetValue("attn_weights", out Tensor? weights) ? weights.ExpectSlice(batch) : null,
            WeightsAreDropped = keep is not null,
            ContextGradient = source.Inputs.GetValueOrDefault("grad_output")?.Slice(batch),
            Gradients = source.Gradients.ToDictionary(static gradient => gradient.Key == "attn_mask" ? "bias" : gradient.Key, gradient => gradient.Value.ExpectSlice(batch)),
        };
    }

    // Chunks of a causal sequence: each attends to the keys so far, its last query at the last key.
    private static AttentionCase ReadChunks(ConformanceCase source)
    {
        AttentionShape shape = Shape(source) with { Alignment = QueryAlignment.BottomRight };
        int tokens = source.Inputs["query"].Shape[2];
        List<AttentionCall> calls = [];
        int start = 0;
        foreach (int length in source.Numbers("chunks"))
        {
            int end = start + length;
            AttentionInputs inputs = new(
                Tokens(source.Inputs["query"].Data, shape.Heads, tokens, start, end),
                Tokens(source.Inputs["key"].Data, shape.KeyValueHeads, tokens, 0, end),
                Tokens(source.Inputs["value"].Data, shape.KeyValueHeads, tokens, 0, end),
                length,
                end);
            Tensor output = source.Outputs["output"];
            calls.Add(new AttentionCall(inputs, new Expected(output.Name, Tokens(output.Data, shape.Heads, tokens, start, end), output.Tolerance)));
            start = end;
        }

        return new AttentionCase(source.Name, shape, calls);
    }

    private static float[] Tokens(float[] data, int heads, int tokens, int start, int end)
    {
        int dim = data.Length / heads / tokens;
        return [.. Enumerable.Range(0, heads).SelectMany(head => data[(((head * tokens) + start) * dim)..(((head * tokens) + end) * dim)])];
    }
}
