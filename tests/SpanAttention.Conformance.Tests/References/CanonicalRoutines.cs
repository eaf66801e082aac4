using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>Declarations carried out by the scalar reference.</summary>
public sealed class CanonicalRoutines(CanonicalArithmetic arithmetic) : IRoutines
{
    public IAttentionRoutine Attention(AttentionDeclaration declaration) => new CanonicalAttention(arithmetic, declaration.Shape) { DeclaresOneQuery = declaration.QueryLength == 1 };

    public ISelfAttentionRoutine SelfAttention(SelfAttentionDeclaration declaration) => new CanonicalSelfAttention(arithmetic, declaration);

    public ILayerRoutine Layer(LayerDeclaration declaration, LayerTensors tensors) => new CanonicalLayer(arithmetic, declaration, tensors);
}
