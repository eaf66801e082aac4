namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>One query and one key: what a logit is made of.</summary>
public readonly struct PlainPair
{
    private readonly AttentionShape shape;
    private readonly bool participates;
    private readonly int distance;
    private readonly int head;
    private readonly bool padding;

    public PlainPair(AttentionShape shape, in AttentionOperands operands, int queryLength, int keyLength, int head, int row, int key)
    {
        this.shape = shape;
        this.head = head;
        int keys = operands.KeyCount ?? keyLength;
        padding = key >= keys;
        distance = key - (shape.Alignment == QueryAlignment.TopLeft ? row : row + keys - queryLength);
        participates = shape.Mask switch
        {
            AttentionMask.None => true,
            AttentionMask.Keys => operands.Mask[key],
            AttentionMask.QueryKeys => operands.Mask[(row * keyLength) + key],
            _ => operands.Mask[(((head * queryLength) + row) * keyLength) + key],
        };
        Bias = shape.Bias switch
        {
            AttentionBias.None => 0,
            AttentionBias.QueryKeys => operands.Bias[(row * keyLength) + key],
            _ => operands.Bias[(((head * queryLength) + row) * keyLength) + key],
        };
        ReadOnlySpan<float> query = operands.Query.Slice(shape.Offset(row, head, queryLength, shape.Heads, shape.HeadDim), shape.HeadDim);
        ReadOnlySpan<float> other = operands.Key.Slice(shape.Offset(key, shape.KeyValueHead(head), keyLength, shape.KeyValueHeads, shape.HeadDim), shape.HeadDim);
        for (int x = 0; x < query.Length; x++)
        {
            Raw += query[x] * other[x];
        }
    }

    public float Raw { get; }

    public float Bias { get; }

    public float Scale => (float)shape.Scale;

    /// <summary>slope · |distance| with ALiBi.</summary>
    public float Distance => shape.Alibi ? (float)shape.Slope(head) * Math.Abs(distance) : 0;

    public bool IsVisible => IsVisibleAt(distance) && participates && !float.IsNegativeInfinity(Bias);

    public bool IsVisibleAt(int moved) =>
        !padding
        && (!shape.Causal || moved <= 0)
        && (shape.RightWindow < 0 || moved <= shape.RightWindow)
        && (shape.LeftWindow < 0 || moved >= -shape.LeftWindow);

    /// <summary>As if the key were one further on.</summary>
    public bool IsVisibleOneEarlier => IsVisibleAt(distance - 1) && participates && !float.IsNegativeInfinity(Bias);

    public float Cap(float score) => shape.SoftCap > 0 ? (float)shape.SoftCap * MathF.Tanh(score / (float)shape.SoftCap) : score;
}
