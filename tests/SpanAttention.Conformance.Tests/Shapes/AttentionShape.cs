namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>What an attention routine is declared with, lengths aside.</summary>
public sealed record AttentionShape
{
    /// <summary>A window that is declared to have no bound.</summary>
    public const int Unbounded = -1;

    public required int HeadDim { get; init; }

    public required int ValueDim { get; init; }

    public int Heads { get; init; } = 1;

    public int KeyValueHeads { get; init; } = 1;

    public double? DeclaredScale { get; init; }

    public bool Causal { get; init; }

    public int? LeftWindow { get; init; }

    public int? RightWindow { get; init; }

    public QueryAlignment Alignment { get; init; }

    public AttentionLayout Layout { get; init; }

    public int? QueryStride { get; init; }

    public int? KeyStride { get; init; }

    public int? ValueStride { get; init; }

    public double? SoftCap { get; init; }

    public AttentionMask Mask { get; init; }

    public AttentionBias Bias { get; init; }

    public bool Alibi { get; init; }

    public bool Sinks { get; init; }

    public bool Dropout { get; init; }

    public double? DropoutRate { get; init; }

    public bool Gradients { get; init; }

    public bool State { get; init; }

    public double Scale => DeclaredScale ?? 1 / Math.Sqrt(HeadDim);

    /// <summary>What kept weights are multiplied by.</summary>
    public double KeepScale => 1 / (1 - (DropoutRate ?? 0));

    /// <summary>Whether scores are scaled before anything else is done with them, so that what is added to them is in their unit.</summary>
    public bool HasNaturalUnits => SoftCap is not null || Bias != AttentionBias.None || Alibi || Sinks;

    public bool HasLeftBound => IsBounded(LeftWindow);

    /// <summary>Whether it matters where a query stands among the keys.</summary>
    public bool HasPositions => Causal || Alibi || HasLeftBound || IsBounded(RightWindow);

    /// <summary>Whether anything is declared beyond plain and causal attention on dense tensors.</summary>
    public bool HasOptions =>
        HasNaturalUnits || Dropout || Mask != AttentionMask.None || LeftWindow is not null || RightWindow is not null
        || QueryStride is not null || KeyStride is not null || ValueStride is not null;

    public int KeyValueHead(int head) => head / (Heads / KeyValueHeads);

    /// <summary>Where a query stands among the keys.</summary>
    public int Position(int row, int queryLength, int keyCount) => Alignment == QueryAlignment.TopLeft ? row : row + keyCount - queryLength;

    /// <summary>Whether keyCount, causality and windows let a query see a key; masks and biases may still hide it.</summary>
    public bool IsInBounds(int row, int key, int queryLength, int keyCount)
    {
        long distance = (long)key - Position(row, queryLength, keyCount);
        return key < keyCount
            && (!Causal || distance <= 0)
            && (!IsBounded(RightWindow) || distance <= RightWindow)
            && (!IsBounded(LeftWindow) || -distance <= LeftWindow);
    }

    public TokenTensor Query(int tokens) => Tensor(tokens, Heads, HeadDim, QueryStride);

    public TokenTensor Key(int tokens) => Tensor(tokens, KeyValueHeads, HeadDim, KeyStride);

    public TokenTensor Value(int tokens) => Tensor(tokens, KeyValueHeads, ValueDim, ValueStride);

    public TokenTensor Context(int tokens) => Tensor(tokens, Heads, ValueDim, null);

    public int MaskLength(int queryLength, int keyLength) => Mask switch
    {
        AttentionMask.None => 0,
        AttentionMask.Keys => keyLength,
        AttentionMask.QueryKeys => queryLength * keyLength,
        _ => Heads * queryLength * keyLength,
    };

    public int BiasLength(int queryLength, int keyLength) => Bias switch
    {
        AttentionBias.None => 0,
        AttentionBias.QueryKeys => queryLength * keyLength,
        _ => Heads * queryLength * keyLength,
    };

    public int StateLength(int queryLength) => Heads * queryLength * (ValueDim + 2);

    public int SinksLength => Sinks ? Heads : 0;

    public int KeepLength(int queryLength, int keyLength) => Dropout ? Heads * queryLength * keyLength : 0;

    private static bool IsBounded(int? window) => window is not (null or Unbounded);

    private TokenTensor Tensor(int tokens, int heads, int dim, int? stride) => new(tokens, heads, dim, Layout, stride ?? heads * dim);
}
