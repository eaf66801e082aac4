namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>One query and one key: what a logit is made of.</summary>
public readonly struct PlainPair
{
    private readonly AttentionShape shape;

    public PlainPair(AttentionShape shape, in AttentionOperands operands, int queryLength, int keyLength, int head, int row, int key, int keyHead)
    {
        this.shape = shape;
        (Head, Row, Key, QueryLength, KeyLength) = (head, row, key, queryLength, keyLength);
        Keys = operands.KeyCount ?? keyLength;
        Moved = key - (shape.Alignment == QueryAlignment.TopLeft ? row : row + Keys - queryLength);
        Participates = shape.Mask switch
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
        ReadOnlySpan<float> other = operands.Key.Slice(shape.Offset(key, keyHead, keyLength, shape.KeyValueHeads, shape.HeadDim), shape.HeadDim);
        Raw = Dot(query, other);
        RawTail = Dot(query[..(query.Length / 4 * 4)], other);
    }

    public int Head { get; }

    public int Row { get; }

    public int Key { get; }

    public int QueryLength { get; }

    public int KeyLength { get; }

    /// <summary>Keys that are not padding.</summary>
    public int Keys { get; }

    /// <summary>How far the key is behind the query's position.</summary>
    public int Moved { get; }

    /// <summary>What the mask says.</summary>
    public bool Participates { get; }

    public float Raw { get; }

    /// <summary>The raw score without the dimensions after the last four.</summary>
    public float RawTail { get; }

    public float Bias { get; }

    public AttentionShape Shape => shape;

    public float Scale => (float)shape.Scale;

    /// <summary>slope · |distance| with ALiBi.</summary>
    public float Distance => Slope * Math.Abs(Moved);

    public float Slope => shape.Alibi ? (float)shape.Slope(Head) : 0;

    public bool IsVisible => IsVisibleAt(Moved) && IsOpen;

    /// <summary>Whether neither mask nor bias hides.</summary>
    public bool IsOpen => Participates && !float.IsNegativeInfinity(Bias);

    /// <summary>As if the key were one further on.</summary>
    public bool IsVisibleOneEarlier => IsVisibleAt(Moved - 1) && IsOpen;

    public bool IsVisibleAt(int moved) => Key < Keys && IsInSight(moved);

    /// <summary>Whether causality and windows let the query see, whatever is padding.</summary>
    public bool IsInSight(int moved) =>
        (!shape.Causal || moved <= 0)
        && (shape.RightWindow < 0 || moved <= shape.RightWindow)
        && (shape.LeftWindow < 0 || moved >= -shape.LeftWindow);

    public float Cap(float score) => shape.SoftCap > 0 ? (float)shape.SoftCap * MathF.Tanh(score / (float)shape.SoftCap) : score;

    private static float Dot(ReadOnlySpan<float> query, ReadOnlySpan<float> other)
    {
        float sum = 0;
        for (int x = 0; x < query.Length; x++)
        {
            sum += query[x] * other[x];
        }

        return sum;
    }
}
