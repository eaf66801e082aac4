using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Reads the operators mha and mha_chunked. Chunks are the causal whole, which is what their output is.</summary>
public static class TorchLayerCases
{
    public static LayerCase Read(ConformanceCase source) => new(
        source.Name,
        Declaration(source),
        Tensors(source),
        [.. Enumerable.Range(0, source.Inputs["x"].Shape[0]).Select(batch => ReadCall(source, batch))]);

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
            QueryKeyValueBias = source.Inputs.ContainsKey("b_query"),
            OutputBias = source.Inputs.ContainsKey("b_out"),
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

    private static float[] Optional(ConformanceCase source, string name) =>
        source.Inputs.TryGetValue(name, out Tensor? tensor) ? tensor.Data : [];

    private static LayerCall ReadCall(ConformanceCase source, int batch)
    {
        bool weighted = source.Outputs.TryGetValue("attn_weights_mean_over_heads", out Tensor? weights);
        return new LayerCall(ReadInputs(source, batch), source.Outputs["output"].ExpectSlice(batch))
        {
            MeanWeights = weighted ? weights!.ExpectSlice(batch) : null,
        };
    }

    private static LayerInputs ReadInputs(ConformanceCase source, int batch)
    {
        Tensor x = source.Inputs["x"];
        LayerInputs inputs = new(x.Slice(batch), x.Shape[1]);
        if (source.Inputs.TryGetValue("key_input", out Tensor? keyInput))
        {
            int keys = keyInput.Shape[1];
            return inputs with { KeyInputs = keyInput.Slice(batch), ValueInputs = source.Inputs["value_input"].Slice(batch), KeyLength = keys, TokenCount = keys };
        }

        return source.Inputs.TryGetValue("key_padding_mask", out Tensor? real) ? inputs with { TokenCount = LeadingTokens(real.Slice(batch)) } : inputs;
    }

    private static int LeadingTokens(float[] real)
    {
        int count = (int)real.Sum();
        return real.Take(count).All(token => token == 1) ? count : throw new NotSupportedException("The padding is not at the end.");
    }
}
