using System.Runtime.CompilerServices;

namespace SpanAttention.Verification;

/// <summary>The inputs of one call.</summary>
/// <param name="Shape">What the routine is meant to compute.</param>
/// <param name="QueryLength">Query tokens.</param>
/// <param name="KeyLength">Key tokens.</param>
public sealed record AttentionCase(AttentionShape Shape, int QueryLength, int KeyLength) : ICase
{
    /// <summary>Says what the numbers are like.</summary>
    public CaseKind Kind { get; init; }

    /// <summary>A number for choices that a property makes: where to cut, what to permute.</summary>
    public int Choice { get; init; }

    /// <summary>Keys that are not padding; null where the call does not say.</summary>
    public int? KeyCount { get; init; }

    /// <summary><c>[query tokens, heads, head dim]</c>, or heads first.</summary>
    public float[] Query { get; init; } = [];

    /// <summary><c>[key tokens, key/value heads, head dim]</c>, or heads first.</summary>
    public float[] Key { get; init; } = [];

    /// <summary><c>[key tokens, key/value heads, value dim]</c>, or heads first.</summary>
    public float[] Value { get; init; } = [];

    /// <summary>As <see cref="AttentionShape.Mask"/> says; empty without one.</summary>
    public bool[] Mask { get; init; } = [];

    /// <summary>As <see cref="AttentionShape.Bias"/> says; empty without one.</summary>
    public float[] Bias { get; init; } = [];

    /// <summary><c>[heads]</c>; empty without sinks.</summary>
    public float[] Sinks { get; init; } = [];

    /// <summary>Keys that may be seen: all of them, or those that are not padding.</summary>
    internal int VisibleKeys => KeyCount ?? KeyLength;

    long ICase.Work => (long)QueryLength * KeyLength * Shape.Heads * (Shape.HeadDim + Shape.ValueDim);

    IEnumerable<(string Noun, int Length)> ICase.Lengths => [("keys", KeyLength), ("queries", QueryLength)];

    /// <summary>Every head with every query.</summary>
    internal IEnumerable<(int Head, int Row)> Rows =>
        from head in Enumerable.Range(0, Shape.Heads)
        from row in Enumerable.Range(0, QueryLength)
        select (head, row);

    /// <summary>Tells whether query, key and value are one tensor.</summary>
    internal bool IsOneTensor => Query == Key && Key == Value;

    /// <summary>The case with its keys for queries and values.</summary>
    internal AttentionCase OneTensor() => this with { Query = Key, Value = Key };

    /// <summary>The inputs and the shape as C#, and nothing else.</summary>
    public override string ToString() => CaseWords.Of(this);

    /// <summary>The position of a query among the keys.</summary>
    internal int Position(int row) => Shape.Alignment == QueryAlignment.TopLeft ? row : row + VisibleKeys - QueryLength;

    /// <summary>Tells whether a query of a head sees a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool Sees(int head, int row, int key)
    {
        int distance = key - Position(row);
        return key < VisibleKeys
            && (!Shape.Causal || distance <= 0)
            && (Shape.RightWindow < 0 || distance <= Shape.RightWindow)
            && (Shape.LeftWindow < 0 || distance >= -Shape.LeftWindow)
            && (Mask.Length == 0 || Mask[MaskIndex(head, row, key)])
            && (Bias.Length == 0 || !float.IsNegativeInfinity(Bias[BiasIndex(head, row, key)]));
    }

    /// <summary>The keys that a query of a head sees, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int[] SeenKeys(int head, int row)
    {
        int[] seen = new int[VisibleKeys];
        int count = 0;
        for (int key = 0; key < seen.Length; key++)
        {
            if (Sees(head, row, key))
            {
                seen[count++] = key;
            }
        }

        return seen[..count];
    }

    /// <summary>Tells whether a query of a head sees any key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool SeesAny(int head, int row)
    {
        int key = 0;
        while (key < VisibleKeys && !Sees(head, row, key))
        {
            key++;
        }

        return key < VisibleKeys;
    }

    /// <summary>Tells whether any query that shares the key/value head sees the key.</summary>
    internal bool IsSeen(int keyValueHead, int key) => Enumerable.Range(0, QueryLength).Any(row => IsSeen(keyValueHead, row, key));

    /// <summary>Tells whether a query sees the key by any head that shares the key/value head.</summary>
    internal bool IsSeen(int keyValueHead, int row, int key)
    {
        int group = Shape.Heads / Shape.KeyValueHeads;
        return Enumerable.Range(keyValueHead * group, group).Any(head => Sees(head, row, key));
    }

    internal int MaskIndex(int head, int row, int key) => Shape.Mask switch
    {
        AttentionMask.Keys => key,
        AttentionMask.QueryKeys => (row * KeyLength) + key,
        _ => (((head * QueryLength) + row) * KeyLength) + key,
    };

    internal int BiasIndex(int head, int row, int key) =>
        ((((Shape.Bias == AttentionBias.HeadQueryKeys ? head * QueryLength : 0) + row) * KeyLength) + key);

    internal Span<float> QueryHead(int row, int head) => Head(Query, row, head, QueryLength, Shape.Heads, Shape.HeadDim);

    internal Span<float> KeyHead(int key, int keyValueHead) => Head(Key, key, keyValueHead, KeyLength, Shape.KeyValueHeads, Shape.HeadDim);

    internal Span<float> ValueHead(int key, int keyValueHead) => Head(Value, key, keyValueHead, KeyLength, Shape.KeyValueHeads, Shape.ValueDim);

    /// <summary>A query's part of a tensor of contexts.</summary>
    internal Span<float> ContextHead(float[] context, int row, int head) => Head(context, row, head, QueryLength, Shape.Heads, Shape.ValueDim);

    /// <summary>The row of a place in a tensor of contexts, in <c>[heads, query tokens]</c>.</summary>
    internal int RowOfContext(int index)
    {
        int tokenAndHead = index / Shape.ValueDim;
        return Shape.Layout == AttentionLayout.HeadsFirst ? tokenAndHead : (tokenAndHead % Shape.Heads * QueryLength) + (tokenAndHead / Shape.Heads);
    }

    private Span<float> Head(float[] tensor, int token, int head, int tokens, int heads, int dim) =>
        tensor.AsSpan(Shape.Offset(token, head, tokens, heads, dim), dim);
}
