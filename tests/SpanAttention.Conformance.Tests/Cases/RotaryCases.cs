namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>
/// The ONNX operator RotaryEmbedding: [batch, tokens, heads · head dim] or [batch, heads, tokens, head dim]; without position_ids every batch has a cache of its own, row by row.
/// </summary>
public static class RotaryCases
{
    public const string Operator = "RotaryEmbedding";

    /// <summary>The shared cases, by name.</summary>
    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, ConformanceCase> Cases { get; } =
        CaseFolder.ReadShared("onnx").Where(static source => source.Operator == Operator).ToDictionary(static source => source.Name);

    public static IReadOnlyList<string> Differences(string name)
    {
        ConformanceCase source = Cases[name];
        return [.. Enumerable.Range(0, source.Inputs["X"].Shape[0]).Select(batch => source.Outputs["Y"].ExpectSlice(batch).Difference(Apply(source, batch))).OfType<string>()];
    }

    private static float[] Apply(ConformanceCase source, int batch)
    {
        Tensor x = source.Inputs["X"];
        bool tokensFirst = x.Shape.Length == 3;
        int heads = tokensFirst ? (int)source.Number("num_heads")! : x.Shape[1];
        int headDim = tokensFirst ? x.Shape[2] / heads : x.Shape[3];
        int tokens = tokensFirst ? x.Shape[1] : x.Shape[2];
        int rotaryDim = source.Number("rotary_embedding_dim") is > 0 and double dim ? (int)dim : headDim;
        (float[] cos, float[] sin, int[] positions) = Angles(source, batch, tokens);

        // Heads first is one token a head and position: the same rows in another order.
        int[] rows = tokensFirst ? positions : [.. Enumerable.Range(0, heads).SelectMany(_ => positions)];
        float[] turned = new float[tokens * heads * headDim];
        RotaryEmbedding.Apply(
            x.Slice(batch), cos, sin, rows, source.Flag("interleaved") ? RotaryLayout.Interleaved : RotaryLayout.HalfSplit, tokensFirst ? heads : 1, headDim, rotaryDim, turned);
        return turned;
    }

    private static (float[] Cos, float[] Sin, int[] Positions) Angles(ConformanceCase source, int batch, int tokens) =>
        source.Inputs.TryGetValue("position_ids", out Tensor? ids)
            ? (source.Inputs["cos_cache"].Data, source.Inputs["sin_cache"].Data, Array.ConvertAll(ids.Slice(batch), static position => (int)position))
            : (source.Inputs["cos_cache"].Slice(batch), source.Inputs["sin_cache"].Slice(batch), [.. Enumerable.Range(0, tokens)]);
}
