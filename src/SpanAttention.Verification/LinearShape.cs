using System.Reflection;

namespace SpanAttention.Verification;

/// <summary>Says what a linear layer computes: activation(weight · inputs + bias), token by token. The defaults are those of <see cref="LinearAttribute"/>.</summary>
public sealed record LinearShape
{
    /// <summary>Floats of one input token.</summary>
    public required int InputDim { get; init; }

    /// <summary>Floats of one output token.</summary>
    public required int OutputDim { get; init; }

    /// <summary>Tells whether each output has a bias.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Function of each output.</summary>
    public Activation Activation { get; init; }

    /// <summary>The order of the axes of the weight tensor.</summary>
    public WeightLayout WeightLayout { get; init; }

    /// <summary>Number format that weights are rounded to once, as declared layers do.</summary>
    public WeightElement WeightElement { get; init; }

    /// <summary>Tells whether gradients are declared: a property of the type, not of what it computes.</summary>
    public bool Gradients { get; init; }

    /// <summary>The shape of a declared layer, read from its <see cref="LinearAttribute"/>.</summary>
    /// <typeparam name="T">A type with the attribute.</typeparam>
    /// <exception cref="ArgumentException">The type has no such attribute, or one that declares what the kit does not know.</exception>
    public static LinearShape Of<T>() =>
        Of(typeof(T).GetCustomAttribute<LinearAttribute>() ?? throw new ArgumentException($"{typeof(T)} has no [Linear].", nameof(T)));

    /// <summary>The shape that an attribute declares.</summary>
    /// <param name="declaration">The attribute.</param>
    /// <exception cref="ArgumentException">It declares an option younger than the kit.</exception>
    public static LinearShape Of(LinearAttribute declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        LinearShape shape = new() { InputDim = declaration.InputDim, OutputDim = declaration.OutputDim };
        DeclaredOptions.Copy(declaration, shape);
        return shape;
    }

    /// <exception cref="ArgumentException">No layer has such a shape.</exception>
    internal void Validate()
    {
        Sizes.AtLeast(InputDim, 1, nameof(InputDim));
        Sizes.AtLeast(OutputDim, 1, nameof(OutputDim));
        Sizes.UpTo(Activation, Activation.ReluSquared, nameof(Activation));
        Sizes.UpTo(WeightLayout, WeightLayout.InputByOutput, nameof(WeightLayout));
        Sizes.UpTo(WeightElement, WeightElement.Int8, nameof(WeightElement));
    }
}
