namespace SpanAttention.Verification;

/// <summary>The tensors of a linear layer, named as those of a declared layer's <c>Weights</c>; what the shape does not have is left empty.</summary>
public sealed record LinearWeights
{
    /// <summary><c>[output dim, input dim]</c>, or inputs first by <see cref="LinearShape.WeightLayout"/>.</summary>
    public float[] Weight { get; init; } = [];

    /// <summary><c>[output dim]</c>.</summary>
    public float[] Bias { get; init; } = [];

    /// <exception cref="ArgumentException">A tensor is not as long as the shape has it.</exception>
    internal void Validate(LinearShape shape)
    {
        Sizes.Length(Weight, shape.OutputDim * shape.InputDim, nameof(Weight));
        Sizes.Length(Bias, shape.Bias ? shape.OutputDim : 0, nameof(Bias));
    }
}
