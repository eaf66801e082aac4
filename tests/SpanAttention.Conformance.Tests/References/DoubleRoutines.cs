using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>Declarations carried out in double.</summary>
public sealed class DoubleRoutines : IRoutines
{
    public IAttentionRoutine Attention(AttentionDeclaration declaration) => new DoubleAttention(declaration.Shape);

    public ISelfAttentionRoutine SelfAttention(SelfAttentionDeclaration declaration) => new DoubleSelfAttention(declaration);

    public ILayerRoutine Layer(LayerDeclaration declaration, LayerTensors tensors) => new DoubleLayer(declaration, tensors);
}
