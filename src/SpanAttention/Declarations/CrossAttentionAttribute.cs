namespace SpanAttention;

/// <summary>Declares the cross-attention of a transformer block, between its attention and its feed-forward: queries from the stream, keys and values from the tokens of a context, such as an encoder's output.</summary>
/// <remarks>
/// On the class of a <c>[TransformerBlock]</c>, beside its <c>[MultiHeadAttention]</c> and <c>[FeedForward]</c>: the decoder block of Vaswani et al., 2017, section 3.1. Its members take a context after the stream, as tokens or as
/// what <c>ProjectContext</c> has made of them; its weights are <c>CrossAttention</c> and <c>CrossAttentionNorm</c> in <c>Weights</c>. A call has one sequence: such a block has no members for several, nor <c>ForwardParallel</c>.
/// Every token sees the whole context, but for what a mask hides; of a padded one, pass the part that is not padding.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CrossAttentionAttribute : Attribute
{
    /// <summary>Floats of one token of the stream; that of the other parts. Required.</summary>
    public int InputDim { get; set; }

    /// <summary>Floats of one context token, from which keys and values are projected. Required.</summary>
    public int ContextDim { get; set; }

    /// <summary>Query heads. Default: 1.</summary>
    public int Heads { get; set; }

    /// <summary>Key/value heads; must divide <see cref="Heads"/>. Default: <see cref="Heads"/>.</summary>
    public int KeyValueHeads { get; set; }

    /// <summary>Floats of one head. Default: InputDim / Heads.</summary>
    public int HeadDim { get; set; }

    /// <summary>Number format of stored keys and values, in a <see cref="ContextCache"/> or not. Default: <see cref="CacheElement.Single"/>.</summary>
    public CacheElement CacheElement { get; set; }

    /// <summary>Multiplies query · key. Positive and finite. Default: 1 / √HeadDim.</summary>
    public double Scale { get; set; }

    /// <summary>Scores become cap · tanh(score / cap), after the scale. Positive and finite. Default: no cap.</summary>
    public double SoftCap { get; set; }

    /// <summary>Axes of a mask <c>contextMask</c>, a <c>ReadOnlySpan&lt;bool&gt;</c> after the tensors of attention, true where a context token takes part. Default: none.</summary>
    public AttentionMask Mask { get; set; }

    /// <summary>Axes of a bias <c>contextBias</c>, a <c>ReadOnlySpan&lt;float&gt;</c> after the mask, which is added to the scores; exactly −∞ masks. Default: none.</summary>
    public AttentionBias Bias { get; set; }

    /// <summary>Gives the layer a tensor of sinks, <c>[heads]</c>: logits that take part in the sum of exponentials alone. Default: false.</summary>
    public bool Sinks { get; set; }

    /// <summary>Normalizes queries and keys: each head, or all heads of a token together; tensors QueryNorm and KeyNorm. Default: not at all.</summary>
    public QkNorm QkNorm { get; set; }

    /// <summary>Added to the mean square, or to the variance. Default: 1e-6.</summary>
    public double QkNormEpsilon { get; set; } = 1e-6;

    /// <summary>Multiplies the heads' contexts by σ of gates, which a tensor Gate projects from the stream, before the output projection. Default: false.</summary>
    public bool OutputGate { get; set; }

    /// <summary>Gives the query, key and value projections a bias. Default: false.</summary>
    public bool QueryKeyValueBias { get; set; }

    /// <summary>Takes the heads' contexts through an output projection. Default: true.</summary>
    public bool OutputProjection { get; set; } = true;

    /// <summary>Gives the output projection a bias. Default: true.</summary>
    public bool OutputBias { get; set; } = true;

    /// <summary>Order of the axes of all weight tensors. Default: <see cref="WeightLayout.OutputByInput"/>, as nn.Linear.</summary>
    public WeightLayout WeightLayout { get; set; }

    /// <summary>Number format in which weight tensors are stored. Default: <see cref="WeightElement.Single"/>.</summary>
    public WeightElement WeightElement { get; set; }
}
