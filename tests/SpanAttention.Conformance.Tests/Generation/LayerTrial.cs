using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>A layer's declaration and lengths to call it with.</summary>
public sealed record LayerTrial(LayerDeclaration Declaration, int Tokens, int ContextTokens, int TokenCount, int Seed)
{
    public LayerTensors Tensors(DataKind kind)
    {
        DataFiller filler = new(Seed);
        LayerDeclaration layer = Declaration;
        bool separate = !layer.FusedQueryKeyValue;
        bool biased = layer.QueryKeyValueBias;
        int fusedDim = layer.QueryDim + (2 * layer.KeyValueDim);
        return new LayerTensors
        {
            Query = Fill(separate, layer.QueryDim * layer.InputDim),
            Key = Fill(separate, layer.KeyValueDim * layer.KeyWidth),
            Value = Fill(separate, layer.KeyValueDim * layer.ValueWidth),
            QueryKeyValue = Fill(!separate, fusedDim * layer.InputDim),
            Output = Fill(layer.OutputProjection, layer.OutputDim * layer.QueryDim),
            QueryBias = Fill(separate && biased, layer.QueryDim),
            KeyBias = Fill(separate && biased, layer.KeyValueDim),
            ValueBias = Fill(separate && biased, layer.KeyValueDim),
            QueryKeyValueBias = Fill(!separate && biased, fusedDim),
            OutputBias = Fill(layer.OutputProjection && layer.OutputBias, layer.OutputDim),
        };

        float[] Fill(bool declared, int length) => declared ? filler.Fill(kind, length) : [];
    }

    public LayerInputs Inputs(DataKind kind)
    {
        DataFiller filler = new(Seed + 1);
        float[] inputs = filler.Fill(kind, Tokens * Declaration.InputDim);
        if (!Declaration.IsCross)
        {
            return new LayerInputs(inputs, inputs, inputs, Tokens, Tokens, TokenCount);
        }

        float[] keyInputs = filler.Fill(kind, ContextTokens * Declaration.KeyWidth);
        float[] valueInputs = Declaration.ContextDim is null ? filler.Fill(kind, ContextTokens * Declaration.ValueWidth) : keyInputs;
        return new LayerInputs(inputs, keyInputs, valueInputs, Tokens, ContextTokens, TokenCount);
    }

    public override string ToString() =>
        $"[MultiHeadAttention({DeclarationWriter.Arguments(Declaration)})] with {Tokens} tokens, {ContextTokens} context tokens, tokenCount {TokenCount}, data {Seed}";
}
