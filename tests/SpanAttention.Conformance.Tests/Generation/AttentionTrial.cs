using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>A declaration and lengths to call it with.</summary>
public sealed record AttentionTrial(AttentionDeclaration Declaration, int QueryLength, int KeyLength, int KeyCount, int Seed)
{
    public AttentionInputs Inputs(DataKind kind) => new AttentionFiller(Declaration.Shape, Seed).Fill(kind, QueryLength, KeyLength, KeyCount);

    /// <summary>A gradient of the context.</summary>
    public float[] ContextGradient(DataKind kind) => new DataFiller(Seed ^ 0x55AA).Fill(kind, Declaration.Shape.Context(QueryLength).Length);

    public override string ToString() =>
        $"[Attention({DeclarationWriter.Arguments(Declaration)})] with {QueryLength} queries, {KeyLength} keys, keyCount {KeyCount}, data {Seed}";
}
