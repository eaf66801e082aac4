namespace SpanAttention.Generators.Shapes;

/// <summary>Norm of a layer's projected queries and keys.</summary>
/// <param name="Kind">What is normalized, and how.</param>
/// <param name="Epsilon">Number added to the mean square, or to the variance, before they are divided by its root.</param>
internal sealed record QkNormSpec(QkNorm Kind, double Epsilon)
{
    /// <summary>A bias is added: <c>QueryNormBias</c>, <c>KeyNormBias</c>.</summary>
    public bool HasBias => Kind == QkNorm.HeadLayerNorm;

    /// <summary>Floats that are normalized together.</summary>
    /// <param name="headDim">Floats of a head.</param>
    /// <param name="width">Floats of all heads of a token.</param>
    public int Dim(int headDim, int width) => Kind == QkNorm.Projection ? width : headDim;

    /// <summary>The plan's words for it.</summary>
    public string Words => Kind switch
    {
        QkNorm.Projection => "projected queries and keys divided by their root mean square, all heads of a token together",
        QkNorm.HeadLayerNorm => "query and key heads normalized to mean 0 and variance 1",
        _ => "query and key heads divided by their root mean square",
    };

    /// <summary>The axis of its tensors in words.</summary>
    public string Word => Kind == QkNorm.Projection ? "outputs" : "head dim";
}
