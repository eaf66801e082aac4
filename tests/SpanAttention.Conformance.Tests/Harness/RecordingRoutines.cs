using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Notes which declarations a scenario asks for; the reference carries them out meanwhile.</summary>
public sealed class RecordingRoutines : IRoutines
{
    private readonly CanonicalRoutines routines = new(CanonicalArithmetic.Running);

    public DeclarationSet Declarations { get; } = new();

    public IAttentionRoutine Attention(AttentionDeclaration declaration)
    {
        Declarations.Add(declaration);
        return routines.Attention(declaration);
    }

    public ISelfAttentionRoutine SelfAttention(SelfAttentionDeclaration declaration)
    {
        Declarations.Add(declaration);
        return routines.SelfAttention(declaration);
    }

    public ILayerRoutine Layer(LayerDeclaration declaration, LayerTensors tensors)
    {
        Declarations.Add(declaration);
        return routines.Layer(declaration, tensors);
    }
}
