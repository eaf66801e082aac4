using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Samples of the options of [Attention]. Of shared key/value heads there is a twin that repeats them.</summary>
public static class SampleOptions
{
    /// <summary>All options at once.</summary>
    public static AttentionShape Everything => new()
    {
        HeadDim = 5,
        ValueDim = 6,
        Heads = 4,
        KeyValueHeads = 2,
        QueryStride = 21,
        KeyStride = 10,
        ValueStride = 15,
        LeftWindow = 50,
        RightWindow = 2,
        SoftCap = 5,
        Mask = AttentionMask.HeadQueryKeys,
        Bias = AttentionBias.HeadQueryKeys,
        Alibi = true,
        Sinks = true,
        Dropout = true,
        DropoutRate = 0.5,
        Gradients = true,
        State = true,
    };

    public static IReadOnlyList<AttentionShape> Shapes { get; } =
    [
        .. WithTwin(new() { HeadDim = 5, ValueDim = 5, Heads = 2, KeyValueHeads = 1, LeftWindow = 3, RightWindow = 1, Gradients = true }),
        new() { HeadDim = 3, ValueDim = 16, RightWindow = 20, Alignment = QueryAlignment.TopLeft },
        new() { HeadDim = 16, ValueDim = 32, Heads = 3, KeyValueHeads = 3, Causal = true, LeftWindow = 40, Alibi = true, Layout = AttentionLayout.HeadsFirst },
        .. WithTwin(new() { HeadDim = 7, ValueDim = 3, Heads = 4, KeyValueHeads = 2, SoftCap = 2.5, Mask = AttentionMask.Keys, Bias = AttentionBias.QueryKeys, Gradients = true }),
        .. WithTwin(new() { HeadDim = 17, ValueDim = 5, Heads = 2, KeyValueHeads = 1, Mask = AttentionMask.HeadQueryKeys, Dropout = true, DropoutRate = 0.25 }),
        new() { HeadDim = 8, ValueDim = 8, Heads = 2, KeyValueHeads = 2, Causal = true, Mask = AttentionMask.QueryKeys, Sinks = true },
        .. WithTwin(new() { HeadDim = 6, ValueDim = 3, Heads = 2, KeyValueHeads = 1, QueryStride = 24, KeyStride = 13, ValueStride = 24 }),
        .. WithTwin(Everything),
        .. WithTwin(Everything with { ValueDim = 16, ValueStride = 35 }),
    ];

    /// <summary>With lengths that are compile-time constants, one query among them.</summary>
    public static IReadOnlyList<AttentionDeclaration> WithLengths { get; } =
    [
        new(Everything, 5, 7),
        new(Everything, 1, 70),
        new(Everything, 66, 66),
        new(Everything with { ValueDim = 48, ValueStride = null }, 22, 50),
        new(new AttentionShape { HeadDim = 32, ValueDim = 16, Heads = 4, KeyValueHeads = 2, Causal = true, LeftWindow = 50, SoftCap = 30 }, 1, 70),
    ];

    private static AttentionShape[] WithTwin(AttentionShape shape) =>
        [shape, shape with { KeyValueHeads = shape.Heads, KeyStride = null, ValueStride = null }];
}
