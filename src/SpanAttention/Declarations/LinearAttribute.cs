namespace SpanAttention;

/// <summary>Declares a linear layer with weights: outputs = activation(weight · inputs + bias), token by token.</summary>
/// <remarks>
/// On a <c>sealed partial class</c> without base class or constructor of its own. Emits a nested <c>ref struct Weights</c>, a constructor that copies them, <c>Forward</c> and <c>ForwardAdd</c>,
/// and <c>CopyWeights</c>, so that an embedding of the same weights needs no second copy. The layer is immutable after construction and may be shared between threads.
/// A token's outputs are the same bits whatever tokens go with it.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LinearAttribute : Attribute
{
    /// <summary>Floats of one input token. Required.</summary>
    public int InputDim { get; set; }

    /// <summary>Floats of one output token. Required.</summary>
    public int OutputDim { get; set; }

    /// <summary>Adds a bias to each output. Default: true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Function of each output. Default: <see cref="Activation.None"/>.</summary>
    public Activation Activation { get; set; }

    /// <summary>Order of the axes of the weight tensor. Default: <see cref="WeightLayout.OutputByInput"/>, as PyTorch stores them.</summary>
    public WeightLayout WeightLayout { get; set; }

    /// <summary>Number format in which the weight tensor is stored. Default: <see cref="WeightElement.Single"/>.</summary>
    public WeightElement WeightElement { get; set; }

    /// <summary>Adds what training needs: <c>CreateTape</c>, <c>Forward</c> onto a tape, <c>Backward</c>, a nested <c>ref struct Gradients</c>, and <c>Load</c> for changed weights. Default: false.</summary>
    /// <remarks>Gradients have one canonical order, too. The weights are stored twice, the other way round for the gradients of inputs, and must be <see cref="WeightElement.Single"/>.</remarks>
    public bool Gradients { get; set; }
}
