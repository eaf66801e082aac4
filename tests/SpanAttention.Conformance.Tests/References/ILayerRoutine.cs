using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>An attention layer with weights.</summary>
public interface ILayerRoutine
{
    /// <summary>[tokens, output dim].</summary>
    float[] Forward(LayerInputs inputs);

    /// <summary>The same, of tokens that come so many at a time, through a cache.</summary>
    float[] ForwardInChunks(LayerInputs inputs, IReadOnlyList<int> chunks);

    /// <summary>[heads, query tokens, key tokens].</summary>
    float[] AttentionWeights(LayerInputs inputs);
}
