namespace SpanAttention;

/// <summary>Declares a transformer block: norms, attention and feed-forward around one residual stream. Its parts stand on the same class: <c>[MultiHeadAttention]</c> and <c>[FeedForward]</c>, with a <c>[CrossAttention]</c> in a decoder.</summary>
/// <remarks>
/// On a <c>sealed partial class</c> without base class or constructor of its own. Emits a nested <c>ref struct Weights</c> with the weights of the parts in it, a constructor that copies them, and
/// <c>Forward</c>, in place on the stream <c>[tokens, input dim]</c>, with a cache where attention has one. The same bits as the parts put together by hand.
/// (Vaswani et al., 2017, section 3.1; Xiong et al., "On Layer Normalization in the Transformer Architecture", 2020, on where norms stand.)
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TransformerBlockAttribute : Attribute
{
    /// <summary>Normalization of tokens. Default: <see cref="NormKind.LayerNorm"/>.</summary>
    public NormKind Norm { get; set; }

    /// <summary>Adds a bias to each dimension of a <see cref="NormKind.LayerNorm"/>; a root mean square has none. Default: true.</summary>
    public bool NormBias { get; set; } = true;

    /// <summary>Number added to the variance, or to the mean square, before its root is taken. Positive and finite. Default: 1e-5.</summary>
    public double NormEpsilon { get; set; } = 1e-5;

    /// <summary>Place of the norms. Default: <see cref="NormPlacement.Pre"/>.</summary>
    public NormPlacement NormPlacement { get; set; }

    /// <summary>Lets attention and feed-forward read the same stream, and adds both to it: GPT-J, GPT-NeoX, Cohere. Needs <see cref="NormPlacement.Pre"/>. Default: false.</summary>
    public bool Parallel { get; set; }

    /// <summary>Factor of what a part adds to the stream. Positive and finite. Default: 1.</summary>
    public double ResidualScale { get; set; } = 1;

    /// <summary>Adds what training needs, for all parts: <c>CreateTape</c>, <c>Forward</c> onto a tape, <c>Backward</c>, in place on the stream's gradient, a nested <c>ref struct Gradients</c>, and <c>Load</c> for changed weights. Default: false.</summary>
    /// <remarks>Gradients have one canonical order, too. The parts' weights are stored twice, the other way round for the gradients of their inputs, and must be <see cref="WeightElement.Single"/>. A part may say the same, but not alone.</remarks>
    public bool Gradients { get; set; }
}
