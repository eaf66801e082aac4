using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Reads the ONNX operators Attention and FlexAttention: [batch, tokens, heads · dim] or [batch, heads, tokens, dim].</summary>
public static class OnnxCases
{
    public static AttentionCase Read(ConformanceCase source)
    {
        AttentionShape shape = WithBounds(Shape(source), source);
        return new(source.Name, shape, [.. Enumerable.Range(0, source.Inputs["Q"].Shape[0]).Select(batch => ReadCall(shape, source, batch))]);
    }

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
            SoftCap = source.Number("softcap") is > 0 and var cap ? cap : null,
            Mask = BroadcastMask.Of(source).Mask,
            Bias = BroadcastMask.Of(source).Bias,
            Layout = tokensFirst ? AttentionLayout.TokensFirst : AttentionLayout.HeadsFirst,
        };
    }

    // Without an external cache the operator aligns top-left, with one to the count of valid keys.
    private static AttentionShape WithBounds(AttentionShape shape, ConformanceCase source)
    {
        AttentionShape bounded = shape with
        {
            Causal = source.Flag("is_causal"),
            LeftWindow = source.Window("left_window_size"),
            RightWindow = source.Window("right_window_size"),
            Alignment = source.Inputs.ContainsKey("nonpad_kv_seqlen") ? QueryAlignment.BottomRight : QueryAlignment.TopLeft,
        };
        return PastTokens.Keys(source).Count > 0 && bounded.HasPositions ? AfterPast(bounded, Tokens(source, "Q") - Tokens(source, "K")) : bounded;
    }

    // Queries stand after the past, which is so many tokens after where bottom-right alignment puts them: windows move instead.
    private static AttentionShape AfterPast(AttentionShape shape, int excess)
    {
        int? left = shape.LeftWindow - excess;
        int? right = (shape.Causal ? 0 : shape.RightWindow) + excess;
        return left < 0 || right < 0
            ? throw new NotSupportedException("The windows are too narrow for queries that stand so far from the last key.")
            : shape with { Causal = false, LeftWindow = left, RightWindow = right, Alignment = QueryAlignment.BottomRight };
    }

    private static AttentionCall ReadCall(AttentionShape shape, ConformanceCase source, int batch)
    {
        int newTokens = Tokens(source, "K");
        PastTokens pastKeys = PastTokens.Keys(source);
        PastTokens pastValues = PastTokens.Values(source);
        int keyLength = pastKeys.Count + newTokens;
        bool padded = source.Inputs.TryGetValue("nonpad_kv_seqlen", out Tensor? lengths);
        AttentionInputs inputs = new(
            source.Inputs["Q"].Slice(batch),
            pastKeys.Before(shape.Key(newTokens), source.Inputs["K"].Slice(batch), batch),
            pastValues.Before(shape.Value(newTokens), source.Inputs["V"].Slice(batch), batch),
            Tokens(source, "Q"),
            keyLength,
            padded ? (int)lengths!.Data[batch] : keyLength);
        AttentionCall call = new(BroadcastMask.Of(source).AddTo(inputs, batch), source.Outputs["Y"].ExpectSlice(batch))
        {
            ReadingError = pastKeys.Difference(shape.Key(keyLength), inputs.Key, batch) ?? pastValues.Difference(shape.Value(keyLength), inputs.Value, batch),
        };
        return WithScores(call, source, batch);
    }

    private static int Tokens(ConformanceCase source, string input) => source.Inputs[input].Shape[source.Inputs[input].Shape.Length == 3 ? 1 : 2];

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
