using System.Text.Json.Serialization;

namespace SpanAttention.Benchmarks;

/// <summary>What is computed, and in which size.</summary>
/// <param name="Name">Begins with a label without spaces, such as W3.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="KeyValueHeads">Key/value heads; they divide the query heads.</param>
/// <param name="QueryLength">Query tokens, T.</param>
/// <param name="KeyLength">Key tokens, S. In a layer, those beyond T come from a cache.</param>
/// <param name="HeadDim">Floats of a head, d.</param>
/// <param name="Causal">Whether a token sees only itself and those before it; the last query is the last key.</param>
/// <param name="ModelDim">Floats of a layer's inputs and outputs; 0 for attention without projections.</param>
public sealed record Workload(string Name, int Heads, int KeyValueHeads, int QueryLength, int KeyLength, int HeadDim, bool Causal, int ModelDim)
{
    /// <summary>Whether the tokens are query, key and value at once, and scores are not scaled: the first attention of the chapter.</summary>
    [JsonIgnore]
    public bool IsSelfAttention { get; init; }

    [JsonIgnore]
    public string Label => Name.Split(' ')[0];

    [JsonIgnore]
    public bool IsLayer => ModelDim > 0;

    [JsonIgnore]
    public bool IsCachedLayer => IsLayer && KeyLength > QueryLength;

    /// <summary>One query reads all keys and values once, so memory is the limit.</summary>
    [JsonIgnore]
    public bool IsDecode => QueryLength == 1 && KeyLength > 1;

    /// <summary>Whether queries continue a text whose beginning is known by its keys only.</summary>
    [JsonIgnore]
    public bool IsContinuation => Causal && KeyLength > QueryLength;

    /// <summary>Whether a token's heads lie side by side, the default of declarations.</summary>
    public bool TokensFirst { get; init; }

    /// <summary>A head's rows in one piece, as a cache keeps them, unless tokens come first; operators of ONNX Runtime compete in the layout that each takes.</summary>
    [JsonIgnore]
    public AttentionLayout Layout => TokensFirst ? AttentionLayout.TokensFirst : AttentionLayout.HeadsFirst;

    [JsonIgnore]
    public float Scale => IsSelfAttention ? 1 : 1 / MathF.Sqrt(HeadDim);

    [JsonIgnore]
    public int QueryWidth => Heads * HeadDim;

    [JsonIgnore]
    public int KeyWidth => KeyValueHeads * HeadDim;

    /// <summary>Floats of the destination.</summary>
    [JsonIgnore]
    public int OutputLength => QueryLength * (IsLayer ? ModelDim : QueryWidth);

    /// <summary>A multiply-add is two operations. What causal attention does not look at is not counted.</summary>
    [JsonIgnore]
    public double Flops => AttentionFlops + (IsLayer ? ProjectionFlops : 0);

    /// <summary>What a decode step reads: keys, values, and a layer's weights.</summary>
    [JsonIgnore]
    public long BytesRead => sizeof(float) * ((2L * KeyLength * KeyWidth) + (IsLayer ? WeightLength : 0));

    private double AttentionFlops => 4.0 * Heads * HeadDim * Enumerable.Range(0, QueryLength).Sum(row => (long)VisibleKeys(row));

    private double ProjectionFlops => 2.0 * QueryLength * WeightLength;

    private long WeightLength => (long)ModelDim * ((2 * QueryWidth) + (2 * KeyWidth));

    public int VisibleKeys(int row) => Causal ? Math.Clamp(row + 1 + KeyLength - QueryLength, 0, KeyLength) : KeyLength;

    public int KeyValueHead(int head) => head / (Heads / KeyValueHeads);
}
