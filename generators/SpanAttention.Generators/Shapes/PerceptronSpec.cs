using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Shapes;

/// <summary>The declared linear or feed-forward layer with all defaults applied: a perceptron of one or two layers of weights, which maps token by token.</summary>
/// <param name="Kind">The attribute.</param>
/// <param name="Type">The declared type.</param>
/// <param name="InputDim">Floats of an input token.</param>
/// <param name="HiddenDim">Hidden units of a token; 0 for a linear layer, which has none.</param>
/// <param name="OutputDim">Floats of an output token.</param>
/// <param name="Activation">Function of hidden units, of their gates, or of a linear layer's outputs.</param>
/// <param name="Bias">Whether biases are added.</param>
/// <param name="Gated">Whether hidden units are multiplied by gates.</param>
/// <param name="FusedGateUp">Whether gates and hidden units are projected by one tensor.</param>
/// <param name="InputByOutput">Whether weight tensors are <c>[in, out]</c>.</param>
internal sealed record PerceptronSpec(
    DeclarationKind Kind,
    DeclaredType Type,
    int InputDim,
    int HiddenDim,
    int OutputDim,
    Activation Activation,
    bool Bias,
    bool Gated,
    bool FusedGateUp,
    bool InputByOutput) : DeclaredSpec(Kind, Type)
{
    /// <summary>Number format of stored weights.</summary>
    public WeightElement WeightElement { get; init; }

    /// <summary>It has hidden units.</summary>
    public bool HasHidden => Kind == DeclarationKind.FeedForward;

    /// <summary>Hidden units, or a linear layer's outputs.</summary>
    public int Units => HasHidden ? HiddenDim : OutputDim;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightTensor> Weights => PerceptronWeights.Of(this);

    /// <inheritdoc/>
    public override IReadOnlyList<PackedTensor> Packed => PerceptronWeights.Pack(this);
}
