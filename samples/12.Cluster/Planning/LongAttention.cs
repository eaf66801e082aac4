using SpanAttention;

namespace Cluster.Planning;

/// <summary>One token of one layer over a long context: 8 heads that share 2 key/value heads of 64.</summary>
[Attention(Heads = 8, KeyValueHeads = 2, HeadDim = 64, QueryLength = 1, State = true)]
public static partial class LongAttention
{
    /// <summary>Bytes of a token's query.</summary>
    public const int QueryBytes = Heads * HeadDim * sizeof(float);

    /// <summary>Bytes of a running state.</summary>
    public const int StateBytes = Heads * (ValueDim + 2) * sizeof(float);

    /// <summary>Bytes of a key and a value.</summary>
    public const int KeyBytes = 2 * KeyValueHeads * HeadDim * sizeof(float);
}
