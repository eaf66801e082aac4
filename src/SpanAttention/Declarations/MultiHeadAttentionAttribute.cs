namespace SpanAttention;

/// <summary>Declares an attention layer with weights: projections to query, key and value, attention by heads, and an output projection.</summary>
/// <remarks>
/// On a <c>sealed partial class</c> without base class or constructor of its own. Emits a nested <c>ref struct Weights</c>, a constructor that copies
/// them, <c>Forward</c> and <c>AttentionWeights</c>. The layer is immutable after construction and may be shared between threads.
/// With one head it is the trainable self-attention of the literature, with several its multi-head attention (Vaswani et al., 2017, section 3.2.2).
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MultiHeadAttentionAttribute : Attribute
{
    /// <summary>Floats of one input token. Required.</summary>
    public int InputDim { get; set; }

    /// <summary>Floats of one output token. Default: <see cref="InputDim"/>.</summary>
    public int OutputDim { get; set; }

    /// <summary>Query heads. Default: 1.</summary>
    public int Heads { get; set; }

    /// <summary>Key/value heads; must divide <see cref="Heads"/>. Default: <see cref="Heads"/>.</summary>
    public int KeyValueHeads { get; set; }

    /// <summary>Floats of one head. Default: OutputDim / Heads.</summary>
    public int HeadDim { get; set; }

    /// <summary>Cross-attention: floats of one context token, from which keys and values are projected.</summary>
    public int ContextDim { get; set; }

    /// <summary>Cross-attention with separate inputs: floats of one key input token. Goes with <see cref="ValueInputDim"/>.</summary>
    public int KeyInputDim { get; set; }

    /// <summary>Cross-attention with separate inputs: floats of one value input token. Goes with <see cref="KeyInputDim"/>.</summary>
    public int ValueInputDim { get; set; }

    /// <summary>Tokens of the inputs, when known at compile time; otherwise they follow from the spans.</summary>
    public int SequenceLength { get; set; }

    /// <summary>
    /// Tokens that a <see cref="KeyValueCache"/> of the layer can hold. With it the layer emits <c>CreateCache</c> and <c>Forward</c> over a cache: whether tokens come at once,
    /// in chunks or one by one, their outputs are the same bits. Needs <see cref="Causal"/>; excludes <see cref="SequenceLength"/> and cross-attention. Default: no cache.
    /// </summary>
    public int ContextLength { get; set; }

    /// <summary>Number format of stored keys and values, cached or not: 16 bits halve what a decoded token reads of them. Default: <see cref="CacheElement.Single"/>.</summary>
    public CacheElement CacheElement { get; set; }

    /// <summary>Multiplies query · key. Positive and finite. Default: 1 / √HeadDim.</summary>
    public double Scale { get; set; }

    /// <summary>Lets a token see only itself and those before it. Default: false.</summary>
    public bool Causal { get; set; }

    /// <summary>Keys before its position that a token sees; −1: all of them. With <see cref="ContextLength"/> the cache is a ring, which takes any number of tokens. Default: −1.</summary>
    public int LeftWindow { get; set; } = -1;

    /// <summary>Keys after its position that a token sees; −1: all of them. Default: −1.</summary>
    public int RightWindow { get; set; } = -1;

    /// <summary>Scores become cap · tanh(score / cap), after the scale. Positive and finite. Default: no cap.</summary>
    public double SoftCap { get; set; }

    /// <summary>Axes of a mask, a <c>ReadOnlySpan&lt;bool&gt;</c> after the inputs, true where a token takes part. Default: none.</summary>
    public AttentionMask Mask { get; set; }

    /// <summary>Axes of a bias, a <c>ReadOnlySpan&lt;float&gt;</c> after the inputs and the mask, which is added to the scores; exactly −∞ masks. Default: none.</summary>
    public AttentionBias Bias { get; set; }

    /// <summary>Subtracts slope · distance from scores, a slope a head (Press et al., "Train Short, Test Long", 2022). Default: false.</summary>
    public bool Alibi { get; set; }

    /// <summary>Gives the layer a tensor of sinks, <c>[heads]</c>: logits that take part in the sum of exponentials alone. Default: false.</summary>
    public bool Sinks { get; set; }

    /// <summary>Rotates queries and keys by their position, which is a token's index, cached ones counted, unless <see cref="RotaryPositions"/> says otherwise. Default: not at all.</summary>
    public RotaryLayout Rotary { get; set; }

    /// <summary>Pair i is rotated by position · base^(−2i / RotaryDim), unless the tensor RotaryFrequencies gives other frequencies. Default: 10000.</summary>
    public double RotaryBase { get; set; } = 10000;

    /// <summary>The first dimensions of a head, which are rotated; even. Default: HeadDim.</summary>
    public int RotaryDim { get; set; }

    /// <summary>Source of the positions: counted, given with each call, or as rows of cosines and sines. Default: <see cref="RotaryPositions.Counted"/>.</summary>
    public RotaryPositions RotaryPositions { get; set; }

    /// <summary>Normalizes queries and keys before they are rotated: each head, or all heads of a token together; tensors QueryNorm and KeyNorm. Default: not at all.</summary>
    public QkNorm QkNorm { get; set; }

    /// <summary>Added to the mean square, or to the variance. Default: 1e-6.</summary>
    public double QkNormEpsilon { get; set; } = 1e-6;

    /// <summary>Multiplies the heads' contexts by σ of gates, which a tensor Gate projects from the inputs, before the output projection; with <see cref="QueryKeyValueBias"/> gates have a bias too. Default: false.</summary>
    public bool OutputGate { get; set; }

    /// <summary>Gives the query, key and value projections a bias. Default: false.</summary>
    public bool QueryKeyValueBias { get; set; }

    /// <summary>Takes the heads' contexts through an output projection. Default: true.</summary>
    public bool OutputProjection { get; set; } = true;

    /// <summary>Gives the output projection a bias. Default: true.</summary>
    public bool OutputBias { get; set; } = true;

    /// <summary>Takes query, key and value weights as one tensor, in this order along the output axis (GPT-2's c_attn). Default: false.</summary>
    public bool FusedQueryKeyValue { get; set; }

    /// <summary>The order of the axes of all weight tensors. Default: <see cref="WeightLayout.OutputByInput"/>, as nn.Linear.</summary>
    public WeightLayout WeightLayout { get; set; }

    /// <summary>Number format in which weight tensors are stored. Default: <see cref="WeightElement.Single"/>.</summary>
    public WeightElement WeightElement { get; set; }

    /// <summary>Adds what training needs: <c>CreateTape</c>, <c>Forward</c> onto a tape, <c>Backward</c>, a nested <c>ref struct Gradients</c>, and <c>Load</c> for changed weights. Default: false.</summary>
    /// <remarks>
    /// Gradients have one canonical order, too. The weights are stored twice, the other way round for the gradients of inputs, and must be <see cref="WeightElement.Single"/>, as must keys and values
    /// (<see cref="CacheElement.Single"/>). RotaryFrequencies is a constant and has no gradient.
    /// </remarks>
    public bool Gradients { get; set; }
}
