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
/// <param name="ModelDim">Floats of a layer's, a feed-forward's or a block's inputs and outputs; 0 for attention without projections.</param>
public sealed record Workload(string Name, int Heads, int KeyValueHeads, int QueryLength, int KeyLength, int HeadDim, bool Causal, int ModelDim)
{
    /// <summary>Whether the tokens are query, key and value at once, and scores are not scaled: the first attention of the chapter.</summary>
    [JsonIgnore]
    public bool IsSelfAttention { get; init; }

    /// <summary>Hidden units of a feed-forward, or of a block's; 0 where there is none.</summary>
    [JsonIgnore]
    public int HiddenDim { get; init; }

    /// <summary>Blocks of a whole model, whose result is a vector a sequence; 1 where there is no model around them.</summary>
    [JsonIgnore]
    public int Blocks { get; init; } = 1;

    /// <summary>The model whose block, or whose feed-forward, it is.</summary>
    [JsonIgnore]
    public BlockStyle Style { get; init; } = BlockStyle.Gpt2;

    /// <summary>Tokens of each sequence of a call, such as 6 to 39 of 32 texts; the longest has T.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> Lengths { get; init; } = [QueryLength];

    [JsonIgnore]
    public string Label => Name.Split(' ')[0];

    [JsonIgnore]
    public bool IsLayer => ModelDim > 0;

    /// <summary>Whether there is no attention: two linear layers and an activation between them.</summary>
    [JsonIgnore]
    public bool IsFeedForward => HiddenDim > 0 && Heads == 0;

    /// <summary>Whether it is a layer of attention and a feed-forward, each with a norm, around one stream.</summary>
    [JsonIgnore]
    public bool IsBlock => HiddenDim > 0 && Heads > 0;

    /// <summary>Whether it is all of a model that turns sentences into vectors, with the model's own weights.</summary>
    [JsonIgnore]
    public bool IsModel => Blocks > 1;

    /// <summary>Whether several sequences share a call.</summary>
    [JsonIgnore]
    public bool IsBatch => Lengths.Count > 1;

    [JsonIgnore]
    public bool IsCachedLayer => IsLayer && KeyLength > QueryLength;

    /// <summary>One token of a sequence reads all its keys and values, and all weights, once, so memory is the limit.</summary>
    [JsonIgnore]
    public bool IsDecode => QueryLength == 1 && (KeyLength > 1 || IsFeedForward);

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

    /// <summary>Tokens of all sequences of a call.</summary>
    [JsonIgnore]
    public int Tokens => Lengths.Sum();

    /// <summary>Tokens that a cache holds before the call.</summary>
    [JsonIgnore]
    public int CachedTokens => KeyLength - QueryLength;

    /// <summary>Floats of the destination.</summary>
    [JsonIgnore]
    public int OutputLength => (IsModel ? Lengths.Count : Tokens) * (IsLayer ? ModelDim : QueryWidth);

    /// <summary>A multiply-add is two operations. What causal attention does not look at is not counted.</summary>
    [JsonIgnore]
    public double Flops => Blocks * (AttentionFlops + (IsLayer ? ProjectionFlops : 0));

    /// <summary>What a decode step reads where weights are floats.</summary>
    [JsonIgnore]
    public long BytesRead => BytesReadWith(sizeof(float));

    /// <summary>One sequence of the call, alone.</summary>
    [JsonIgnore]
    public Workload Single => Sequence(QueryLength);

    private double AttentionFlops => 4.0 * Heads * HeadDim * Lengths.Select(Sequence).Sum(sequence => Enumerable.Range(0, sequence.QueryLength).Sum(row => (long)sequence.VisibleKeys(row)));

    private double ProjectionFlops => 2.0 * Tokens * WeightLength;

    private long WeightLength => (long)ModelDim * ((2 * QueryWidth) + (2 * KeyWidth) + (2 * HiddenDim));

    /// <summary>Keys and values of each sequence, and once for all of them a layer's weights.</summary>
    public long BytesReadWith(double bytesPerWeight) =>
        (sizeof(float) * 2L * Lengths.Count * KeyLength * KeyWidth) + (IsLayer ? (long)(bytesPerWeight * WeightLength) : 0);

    /// <summary>A sequence of so many tokens, behind as many cached ones.</summary>
    public Workload Sequence(int length) => this with { QueryLength = length, KeyLength = CachedTokens + length, Lengths = [length] };

    public int VisibleKeys(int row) => Causal ? Math.Clamp(row + 1 + CachedTokens, 0, KeyLength) : KeyLength;

    public int KeyValueHead(int head) => head / (Heads / KeyValueHeads);
}
