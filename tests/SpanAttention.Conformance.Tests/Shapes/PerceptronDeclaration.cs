namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>A declaration of a layer that maps token by token.</summary>
public abstract record PerceptronDeclaration(int InputDim, int OutputDim, Activation Activation, bool Bias, WeightLayout WeightLayout)
{
    /// <summary>Tensors that <c>Weights</c> has, each with its length: 0 where it is not declared.</summary>
    public abstract IReadOnlyList<(string Name, int Length)> Tensors { get; }
}
