using SpanAttention.Conformance.Tests.References;

namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>A declaration of a layer that maps token by token.</summary>
public abstract record PerceptronDeclaration(int InputDim, int OutputDim, Activation Activation, bool Bias, WeightLayout WeightLayout)
{
    /// <summary>How weights are stored.</summary>
    public WeightElement WeightElement { get; init; }

    /// <summary>Whether it learns.</summary>
    public bool Gradients { get; init; }

    /// <summary>Tensors as they come back from where the layer stores them.</summary>
    public IReadOnlyDictionary<string, float[]> Stored(IReadOnlyDictionary<string, float[]> tensors) => tensors.ToDictionary(
        static tensor => tensor.Key, tensor => tensor.Key.EndsWith("Bias", StringComparison.Ordinal) ? tensor.Value : StoredWeights.Of(tensor.Value, Outputs(tensor.Key), WeightLayout, WeightElement));

    /// <summary>Outputs of a weight tensor.</summary>
    protected abstract int Outputs(string tensor);

    /// <summary>Tensors that <c>Weights</c> has, each with its length: 0 where it is not declared.</summary>
    public abstract IReadOnlyList<(string Name, int Length)> Tensors { get; }
}
