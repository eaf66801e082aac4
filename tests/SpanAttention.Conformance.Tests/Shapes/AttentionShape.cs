namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>What an attention routine is declared with, lengths aside.</summary>
public sealed record AttentionShape
{
    public required int HeadDim { get; init; }

    public required int ValueDim { get; init; }

    public int Heads { get; init; } = 1;

    public int KeyValueHeads { get; init; } = 1;

    public double? DeclaredScale { get; init; }

    public bool Causal { get; init; }

    public QueryAlignment Alignment { get; init; }

    public AttentionLayout Layout { get; init; }

    public double Scale => DeclaredScale ?? 1 / Math.Sqrt(HeadDim);

    public int KeyValueHead(int head) => head / (Heads / KeyValueHeads);

    /// <summary>Where a query stands among the keys.</summary>
    public int Position(int row, int queryLength, int keyCount) => Alignment == QueryAlignment.TopLeft ? row : row + keyCount - queryLength;

    public bool IsVisible(int row, int key, int queryLength, int keyCount) =>
        key < keyCount && (!Causal || key <= Position(row, queryLength, keyCount));

    public TokenTensor Query(int tokens) => Tensor(tokens, Heads, HeadDim);

    public TokenTensor Key(int tokens) => Tensor(tokens, KeyValueHeads, HeadDim);

    public TokenTensor Value(int tokens) => Tensor(tokens, KeyValueHeads, ValueDim);

    public TokenTensor Context(int tokens) => Tensor(tokens, Heads, ValueDim);

    private TokenTensor Tensor(int tokens, int heads, int dim) => new(tokens, heads, dim, Layout, heads * dim);
}
