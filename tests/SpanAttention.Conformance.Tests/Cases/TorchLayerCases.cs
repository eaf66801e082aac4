using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Reads the operators mha and mha_chunked.</summary>
public static class TorchLayerCases
{
    /// <summary>The case in every way to declare it: padding as a count of tokens, and as a mask.</summary>
    public static IEnumerable<LayerCase> Read(ConformanceCase source)
    {
        LayerCase counted = Read(source, static call => call);
        yield return counted;
        if (source.Inputs.ContainsKey("key_padding_mask") && counted.Declaration.Mask == AttentionMask.None)
        {
            yield return Read(source, WithMask) with { Declaration = counted.Declaration with { Mask = AttentionMask.Keys } };
        }
    }

    private static LayerCase Read(ConformanceCase source, Func<LayerCall, LayerCall> adjust) => new(
        source.Name,
        Declaration(source),
        Tensors(source),
        [.. Enumerable.Range(0, source.Inputs["x"].Shape[0]).Select(batch => adjust(ReadCall(source, batch)))])
    {
        Chunks = source.Operator == "mha_chunked" ? source.Numbers("chunks") : [],
        Gradients = source.Gradients.Where(static gradient => gradient.Key != "x").ToDictionary(static gradient => NameOf(gradient.Key), static gradient => new Expected(gradient.Key, gradient.Value.Data, gradient.Value.Tolerance)),
    };

    private static LayerCall WithMask(LayerCall call) => call with
    {
        Inputs = call.Inputs with
        {
            Mask = [.. Enumerable.Range(0, call.Inputs.KeyLength).Select(token => token < call.Inputs.TokenCount)],
            TokenCount = call.Inputs.KeyLength,
        },
    };

    private static LayerDeclaration Declaration(ConformanceCase source)
    {
        bool cross = source.Inputs.ContainsKey("key_input");
        return new LayerDeclaration
        {
            InputDim = source.Inputs["x"].Shape[2],
            OutputDim = source.Inputs["W_out"].Shape[0],
            Heads = (int)source.Number("num_heads")!,
            KeyValueHeads = (int)source.Number("num_kv_heads")!,
            HeadDim = (int)source.Number("head_dim")!,
            KeyInputDim = cross ? source.Inputs["key_input"].Shape[2] : null,
            ValueInputDim = cross ? source.Inputs["value_input"].Shape[2] : null,
            DeclaredScale = source.Number("scale"),
            Causal = source.Flag("is_causal"),
            Mask = BroadcastMask.Of(source).Mask,
            Bias = BroadcastMask.Of(source).Bias,
            QueryKeyValueBias = source.Inputs.ContainsKey("b_query"),
            OutputBias = source.Inputs.ContainsKey("b_out"),
            Gradients = source.Gradients.Count > 0,
        };
    }

    private static LayerTensors Tensors(ConformanceCase source) => new()
    {
        Query = source.Inputs["W_query"].Data,
        Key = source.Inputs["W_key"].Data,
        Value = source.Inputs["W_value"].Data,
        Output = source.Inputs["W_out"].Data,
        QueryBias = Optional(source, "b_query"),
        KeyBias = Optional(source, "b_key"),
        ValueBias = Optional(source, "b_value"),
        OutputBias = Optional(source, "b_out"),
    };

    /// <summary>The tensor that W_query or b_out is.</summary>
    private static string NameOf(string tensor)
    {
        string name = tensor[2..] == "out" ? "Output" : char.ToUpperInvariant(tensor[2]) + tensor[3..];
        return tensor[0] == 'b' ? name + "Bias" : name;
    }

    private static float[] Optional(ConformanceCase source, string name) =>
        source.Inputs.TryGetValue(name, out Tensor? tensor) ? tensor.Data : [];

    private static LayerCall ReadCall(ConformanceCase source, int batch)
    {
        bool weighted = source.Outputs.TryGetValue("attn_weights_mean_over_heads", out Tensor? weights);
        return new LayerCall(ReadInputs(source, batch), source.Outputs["output"].ExpectSlice(batch))
        {
            MeanWeights = weighted ? weights!.ExpectSlice(batch) : null,
            DestinationGradient = source.Inputs.GetValueOrDefault("grad_output")?.Slice(batch),
            InputGradient = source.Gradients.GetValueOrDefault("x")?.ExpectSlice(batch),
        };
    }

    private static LayerInputs ReadInputs(ConformanceCase source, int batch)
    {
        Tensor x = source.Inputs["x"];
        float[] tokens = x.Slice(batch);
        float[] keys = source.Inputs.TryGetValue("key_input", out Tensor? keyInput) ? keyInput.Slice(batch) : tokens;
        float[] values = source.Inputs.TryGetValue("value_input", out Tensor? valueInput) ? valueInput.Slice(batch) : keys;
        int keyLength = (keyInput ?? x).Shape[1];
        int count = source.Inputs.TryGetValue("key_padding_mask", out Tensor? real) ? LeadingTokens(real.Slice(batch)) : keyLength;
        AttentionInputs masked = BroadcastMask.Of(source).AddTo(new AttentionInputs([], [], [], x.Shape[1], keyLength), batch);
        return new LayerInputs(tokens, keys, values, x.Shape[1], keyLength, count) { Mask = masked.Mask, Bias = masked.Bias };
    }

    private static int LeadingTokens(float[] real)
    {
        int count = (int)real.Sum();
        return real.Take(count).All(token => token == 1) ? count : throw new NotSupportedException("The padding is not at the end.");
    }
}
