using System.Reflection;

namespace SpanAttention.Verification;

/// <summary>Says what a feed-forward layer computes: down · activation(up · inputs + bias) + bias, token by token, and how it is gated. The defaults are those of <see cref="FeedForwardAttribute"/>.</summary>
public sealed record FeedForwardShape
{
    /// <summary>Floats of one input token.</summary>
    public required int InputDim { get; init; }

    /// <summary>Hidden units of a token.</summary>
    public required int HiddenDim { get; init; }

    /// <summary>Floats of one output token. Default: <see cref="InputDim"/>.</summary>
    public int OutputDim
    {
        get => field == 0 ? InputDim : field;
        init;
    }

    /// <summary>Function of each hidden unit, or of its gate.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Tells whether hidden units are multiplied by gates, which the activation is for then.</summary>
    public bool Gated { get; init; }

    /// <summary>Tells whether hidden units, gates and outputs have biases.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Tells whether gate and up projection come as one tensor, the gate's outputs first.</summary>
    public bool FusedGateUp { get; init; }

    /// <summary>The order of the axes of all weight tensors.</summary>
    public WeightLayout WeightLayout { get; init; }

    /// <summary>Number format that weights are rounded to once, as declared layers do.</summary>
    public WeightElement WeightElement { get; init; }

    /// <summary>Tells whether gradients are declared: a property of the type, not of what it computes.</summary>
    public bool Gradients { get; init; }

    /// <summary>The shape of a declared layer, read from its <see cref="FeedForwardAttribute"/>.</summary>
    /// <typeparam name="T">A type with the attribute.</typeparam>
    /// <exception cref="ArgumentException">The type has no such attribute, or one that declares what the kit does not know.</exception>
    public static FeedForwardShape Of<T>() =>
        Of(typeof(T).GetCustomAttribute<FeedForwardAttribute>() ?? throw new ArgumentException($"{typeof(T)} has no [FeedForward].", nameof(T)));

    /// <summary>The shape that an attribute declares.</summary>
    /// <param name="declaration">The attribute.</param>
    /// <exception cref="ArgumentException">It declares an option younger than the kit.</exception>
    public static FeedForwardShape Of(FeedForwardAttribute declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        FeedForwardShape shape = new() { InputDim = declaration.InputDim, HiddenDim = declaration.HiddenDim };
        DeclaredOptions.Copy(declaration, shape);
        return shape;
    }

    /// <exception cref="ArgumentException">No layer has such a shape.</exception>
    internal void Validate()
    {
        Sizes.AtLeast(InputDim, 1, nameof(InputDim));
        Sizes.AtLeast(HiddenDim, 1, nameof(HiddenDim));
        Sizes.AtLeast(OutputDim, 1, nameof(OutputDim));
        Sizes.UpTo(Activation, Activation.ReluSquared, nameof(Activation));
        Sizes.UpTo(WeightLayout, WeightLayout.InputByOutput, nameof(WeightLayout));
        Sizes.UpTo(WeightElement, WeightElement.Int8, nameof(WeightElement));
        if (FusedGateUp && !Gated)
        {
            throw new ArgumentException($"{nameof(FusedGateUp)} is true, and {nameof(Gated)} is not: there is no gate.", nameof(FusedGateUp));
        }
    }
}
