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

    /// <summary>Multiplies query · key. Positive and finite. Default: 1 / √HeadDim.</summary>
    public double Scale { get; set; }

    /// <summary>Whether a token sees only itself and those before it.</summary>
    public bool Causal { get; set; }

    /// <summary>Whether query, key and value projections have a bias. Default: false.</summary>
    public bool QueryKeyValueBias { get; set; }

    /// <summary>Whether the heads' contexts go through an output projection. Default: true.</summary>
    public bool OutputProjection { get; set; } = true;

    /// <summary>Whether the output projection has a bias. Default: true.</summary>
    public bool OutputBias { get; set; } = true;

    /// <summary>Whether query, key and value weights come as one tensor, in this order along the output axis (GPT-2's c_attn). Default: false.</summary>
    public bool FusedQueryKeyValue { get; set; }

    /// <summary>The order of the axes of all weight tensors.</summary>
    public WeightLayout WeightLayout { get; set; }
}
