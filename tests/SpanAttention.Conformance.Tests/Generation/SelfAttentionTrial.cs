using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>A [SelfAttention] declaration and a length to call it with.</summary>
public sealed record SelfAttentionTrial(SelfAttentionDeclaration Declaration, int Tokens, int Seed)
{
    public float[] Inputs(DataKind kind)
    {
        float[] inputs = new DataFiller(Seed).Fill(kind, Tokens * Declaration.InputDim);
        if (kind == DataKind.NearLimit)
        {
            NearLimit.Enlarge(inputs, NearLimit.Size(new AttentionShape { HeadDim = Declaration.InputDim, ValueDim = Declaration.InputDim, DeclaredScale = 1 }));
        }

        return inputs;
    }

    public override string ToString() => $"[SelfAttention({DeclarationWriter.Arguments(Declaration)})] with {Tokens} tokens, data {Seed}";
}
