namespace SpanAttention.Generators.Shapes;

/// <summary>Floats from one token to the next in each tensor.</summary>
internal sealed record TokenStrides(int Query, int Key, int Value, int Context)
{
    /// <summary>The declared strides; where there are none, tokens lie side by side: all their heads, or, where the layout is by heads, those of one head. A layer keeps keys and values by heads.</summary>
    public static TokenStrides Of(AttentionSpec spec)
    {
        if (spec.Layer is not null)
        {
            return new(PackedTensor.Round(spec.QueryWidth), spec.HeadDim, spec.ValueDim, spec.ContextWidth);
        }

        return spec.HeadsFirst
            ? new(Declared(spec.QueryStride, spec.HeadDim), Declared(spec.KeyStride, spec.HeadDim), Declared(spec.ValueStride, spec.ValueDim), spec.ValueDim)
            : new(Declared(spec.QueryStride, spec.QueryWidth), Declared(spec.KeyStride, spec.KeyWidth), Declared(spec.ValueStride, spec.ValueWidth), spec.ContextWidth);
    }

    private static int Declared(int stride, int dense) => stride > 0 ? stride : dense;
}
