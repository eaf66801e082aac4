using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Reads the ONNX operators Attention and FlexAttention: [batch, tokens, heads · dim] or [batch, heads, tokens, dim].</summary>
public static class OnnxCases
{
    public static AttentionCase Read(ConformanceCase source) =>
        new(source.Name, Shape(source), [.. Enumerable.Range(0, source.Inputs["Q"].Shape[0]).Select(batch => ReadCall(source, batch))]);

    // Without an external cache the operator aligns top-left, with one to the count of valid keys.
    private static AttentionShape Shape(ConformanceCase source)
    {
        bool tokensFirst = source.Inputs["Q"].Shape.Length == 3;
        int heads = tokensFirst ? (int)source.Number("q_num_heads")! : source.Inputs["Q"].Shape[1];
        int keyValueHeads = tokensFirst ? (int)source.Number("kv_num_heads")! : source.Inputs["K"].Shape[1];
        return new AttentionShape
        {
            HeadDim = tokensFirst ? source.Inputs["Q"].Shape[2] / heads : source.Inputs["Q"].Shape[3],
            ValueDim = tokensFirst ? source.Inputs["V"].Shape[2] / keyValueHeads : source.Inputs["V"].Shape[3],
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            DeclaredScale = source.Number("scale"),
            Causal = source.Flag("is_causal"),
            Alignment = source.Inputs.ContainsKey("nonpad_kv_seqlen") ? QueryAlignment.BottomRight : QueryAlignment.TopLeft,
            Layout = tokensFirst ? AttentionLayout.TokensFirst : AttentionLayout.HeadsFirst,
        };
    }

    private static AttentionCall ReadCall(ConformanceCase source, int batch)
    {
        int lengthAxis = source.Inputs["Q"].Shape.Length == 3 ? 1 : 2;
        int keyLength = source.Inputs["K"].Shape[lengthAxis];
        bool padded = source.Inputs.TryGetValue("nonpad_kv_seqlen", out Tensor? lengths);
        AttentionInputs inputs = new(
            source.Inputs["Q"].Slice(batch),
            source.Inputs["K"].Slice(batch),
            source.Inputs["V"].Slice(batch),
            source.Inputs["Q"].Shape[lengthAxis],
            keyLength,
            padded ? (int)lengths!.Data[batch] : keyLength);
        return WithScores(new AttentionCall(inputs, source.Outputs["Y"].ExpectSlice(batch)), source, batch);
    }

    private static AttentionCall WithScores(AttentionCall call, ConformanceCase source, int batch)
    {
        if (!source.Outputs.TryGetValue("qk_matmul_output", out Tensor? output))
        {
            return call;
        }

        Expected expected = output.ExpectSlice(batch);
        return (source.Number("qk_matmul_output_mode") ?? 0) switch
        {
            0 => call with { Scores = expected, ScoreStage = ScoreStage.Scaled },
            1 => call with { Scores = expected, ScoreStage = ScoreStage.Capped },
            2 => call with { Scores = expected, ScoreStage = ScoreStage.Masked },
            _ => call with { Weights = expected },
        };
    }
}
