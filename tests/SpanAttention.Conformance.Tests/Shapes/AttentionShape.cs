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

    public bool IsVisible(int row, int key, int queryLength, int keyCount)
    {
        int position = Alignment == QueryAlignment.TopLeft ? row : row + keyCount - queryLength;
        return key < keyCount && (!Causal || key <= position);
    }

    /// <summary>Where a token's head starts in a tensor of so many tokens, heads and floats a head.</summary>
    public int Offset(int token, int head, int tokens, int heads, int dim) =>
        (Layout == AttentionLayout.HeadsFirst ? (head * tokens) + token : (token * heads) + head) * dim;
}
