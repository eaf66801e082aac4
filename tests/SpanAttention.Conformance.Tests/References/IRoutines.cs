using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>One way to carry out declarations: a reference, or the emitted code.</summary>
public interface IRoutines
{
    IAttentionRoutine Attention(AttentionDeclaration declaration);

    ISelfAttentionRoutine SelfAttention(SelfAttentionDeclaration declaration);

    ILayerRoutine Layer(LayerDeclaration declaration, LayerTensors tensors);
}
