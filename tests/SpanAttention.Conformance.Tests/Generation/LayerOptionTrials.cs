using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Random options of [MultiHeadAttention]: those of attention, and what becomes of query and key heads.</summary>
public static class LayerOptionTrials
{
    private static readonly RotaryLayout[] Layouts = [RotaryLayout.None, RotaryLayout.Interleaved, RotaryLayout.HalfSplit];
    private static readonly QkNorm[] Norms = [QkNorm.None, QkNorm.None, QkNorm.Head, QkNorm.Projection, QkNorm.HeadLayerNorm];
    private static readonly double?[] Bases = [null, null, 500, 1_000_000];
    private static readonly double?[] Epsilons = [null, null, 1e-5, 0.25];

    /// <summary>Layers with options drawn for them.</summary>
    public static Gen<LayerDeclaration> Layers(Gen<LayerDeclaration> layers) =>
        from layer in layers
        from shape in OptionTrials.Shapes(Gen.Constant(layer.Shape))
        from rotary in Gen.Elements(Layouts)
        from rotaryBase in Gen.Elements<double?>(Bases)
        from positions in Gen.Elements(Enum.GetValues<RotaryPositions>())
        from pairs in Gen.Choose(0, layer.HeadDim / 2)
        from norm in Gen.Elements(Norms)
        from element in Gen.Elements(CacheElement.Single, CacheElement.Single, CacheElement.Half, CacheElement.BFloat16)
        from weights in Gen.Elements(WeightElement.Single, WeightElement.Single, WeightElement.BFloat16, WeightElement.Int8)
        from gate in Gen.Elements(false, false, true)
        from epsilon in Gen.Elements<double?>(Epsilons)
        from gradients in Gen.Elements(false, false, true)
        let turns = rotary != RotaryLayout.None && layer.HeadDim > 1 && !layer.IsCross
        select layer with
        {
            LeftWindow = shape.LeftWindow,
            RightWindow = shape.RightWindow,
            SoftCap = shape.SoftCap,
            Mask = shape.Mask,
            Bias = shape.Bias,
            Alibi = shape.Alibi,
            Sinks = shape.Sinks,
            Rotary = turns ? rotary : RotaryLayout.None,
            RotaryBase = turns && positions != RotaryPositions.Rows ? rotaryBase : null,
            RotaryDim = turns ? RotaryDim(layer.HeadDim, pairs) : null,
            RotaryPositions = turns ? positions : RotaryPositions.Counted,
            CacheElement = element,
            WeightElement = weights,
            QkNorm = norm,
            OutputGate = gate,
            QkNormEpsilon = norm == QkNorm.None ? null : epsilon,
            Gradients = gradients && element == CacheElement.Single && weights == WeightElement.Single,
        };

    // An even head dimension need not be declared.
    private static int? RotaryDim(int headDim, int pairs) => pairs > 0 ? 2 * pairs : headDim % 2 == 0 ? null : headDim - 1;
}
