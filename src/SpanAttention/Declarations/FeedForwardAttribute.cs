namespace SpanAttention;

/// <summary>Declares a feed-forward layer with weights: down · activation(up · inputs + bias) + bias, token by token; gated, down · (activation(gate · inputs + bias) ∘ (up · inputs + bias)) + bias.</summary>
/// <remarks>
/// The position-wise feed-forward network of Vaswani et al., 2017, section 3.3, and with <see cref="Gated"/> the gated linear units of Shazeer, "GLU Variants Improve Transformer", 2020.
/// On a <c>sealed partial class</c> without base class or constructor of its own. Emits a nested <c>ref struct Weights</c>, a constructor that copies them, <c>Forward</c> and <c>ForwardAdd</c>.
/// The layer is immutable after construction and may be shared between threads. A token's outputs are the same bits whatever tokens go with it.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FeedForwardAttribute : Attribute
{
    /// <summary>Floats of one input token. Required.</summary>
    public int InputDim { get; set; }

    /// <summary>Hidden units of a token. Required.</summary>
    public int HiddenDim { get; set; }

    /// <summary>Floats of one output token. Default: <see cref="InputDim"/>.</summary>
    public int OutputDim { get; set; }

    /// <summary>Function of each hidden unit, or of its gate. Default: <see cref="Activation.Gelu"/>.</summary>
    public Activation Activation { get; set; } = Activation.Gelu;

    /// <summary>Multiplies hidden units by gates, which the activation is for then: SwiGLU with <see cref="Activation.Silu"/>. Default: false.</summary>
    public bool Gated { get; set; }

    /// <summary>Adds biases to hidden units, gates and outputs. Default: true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Takes gate and up projection as one tensor, the gate's outputs first. Needs <see cref="Gated"/>. Default: false.</summary>
    public bool FusedGateUp { get; set; }

    /// <summary>Order of the axes of weight tensors. Default: <see cref="WeightLayout.OutputByInput"/>, as PyTorch stores them.</summary>
    public WeightLayout WeightLayout { get; set; }

    /// <summary>Number format in which weight tensors are stored. Default: <see cref="WeightElement.Single"/>.</summary>
    public WeightElement WeightElement { get; set; }

    /// <summary>Adds what training needs: <c>CreateTape</c>, <c>Forward</c> onto a tape, <c>Backward</c>, a nested <c>ref struct Gradients</c>, and <c>Load</c> for changed weights. Default: false.</summary>
    /// <remarks>Gradients have one canonical order, too. The weights are stored twice, the other way round for the gradients of inputs, and must be <see cref="WeightElement.Single"/>.</remarks>
    public bool Gradients { get; set; }
}
