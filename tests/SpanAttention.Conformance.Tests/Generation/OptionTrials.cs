using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Random options of [Attention], each of them absent as often as declared.</summary>
public static class OptionTrials
{
    private static readonly int?[] Windows = [null, null, null, null, null, null, AttentionShape.Unbounded, 0, 1, 2, 5, 31, 63, 64, 100, int.MaxValue];
    private static readonly double?[] SoftCaps = [null, null, null, null, null, 50, 30, 2.5, 0.5, 0.01];
    private static readonly AttentionMask[] Masks = [AttentionMask.None, AttentionMask.None, AttentionMask.None, AttentionMask.Keys, AttentionMask.QueryKeys, AttentionMask.HeadQueryKeys];
    private static readonly AttentionBias[] Biases = [AttentionBias.None, AttentionBias.None, AttentionBias.QueryKeys, AttentionBias.HeadQueryKeys];
    private static readonly double?[] DropoutRates = [null, 0, 0.1, 0.25, 0.5, 0.9];

    /// <summary>Shapes with options drawn for them.</summary>
    public static Gen<AttentionShape> Shapes(Gen<AttentionShape> shapes) =>
        from shape in Strided(shapes)
        from left in Gen.Elements<int?>(Windows)
        from right in Gen.Elements<int?>(Windows)
        from cap in Gen.Elements<double?>(SoftCaps)
        from mask in Gen.Elements<AttentionMask>(Masks)
        from bias in Gen.Elements<AttentionBias>(Biases)
        from alibi in Gen.Elements(false, false, true)
        from sinks in Gen.Elements(false, true)
        from dropout in Gen.Elements(false, true)
        from rate in Gen.Elements<double?>(DropoutRates)
        select shape with
        {
            LeftWindow = left,
            RightWindow = right,
            SoftCap = cap,
            Mask = mask,
            Bias = bias,
            Alibi = alibi,
            Sinks = sinks,
            Dropout = dropout,
            DropoutRate = dropout ? rate : null,
        };

    /// <summary>Counts of keys, none among them.</summary>
    public static Gen<int> KeyCounts(int keyLength) =>
        from choice in Gen.Choose(0, 5)
        from count in Gen.Choose(0, keyLength)
        select choice switch { 0 => 0, 1 or 2 => count, _ => keyLength };

    private static Gen<AttentionShape> Strided(Gen<AttentionShape> shapes) =>
        from shape in shapes
        from query in Strides(shape.Query(1))
        from key in Strides(shape.Key(1))
        from value in Strides(shape.Value(1))
        let tokensFirst = shape.Layout == AttentionLayout.TokensFirst
        select shape with
        {
            QueryStride = tokensFirst ? query : null,
            KeyStride = tokensFirst ? key : null,
            ValueStride = tokensFirst ? value : null,
        };

    private static Gen<int?> Strides(TokenTensor tensor) =>
        Gen.Elements<int?>(null, null, null, tensor.Length, tensor.Length + 1, tensor.Length + 3, 3 * tensor.Length);
}
