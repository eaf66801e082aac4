using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>An attention layer that learns.</summary>
public interface ILearningLayer
{
    /// <summary>Gradients of what a call takes from that of its outputs.</summary>
    /// <param name="inputs">What the call takes.</param>
    /// <param name="destinationGradient">[tokens, output dim].</param>
    /// <param name="gradients">Gradients of weights by name, which are added to; empty where they are not declared.</param>
    LayerGradients Backward(LayerInputs inputs, float[] destinationGradient, IReadOnlyDictionary<string, float[]> gradients);
}
