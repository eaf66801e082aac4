using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>An emitted layer on arrays; tokenCount is passed only where tokens are padding.</summary>
public sealed class CompiledLayer(ICompiledLayer compiled, LayerDeclaration declaration) : ILayerRoutine
{
    public float[] Forward(LayerInputs inputs)
    {
        float[] outputs = new float[inputs.QueryLength * declaration.OutputDim];
        if (inputs.TokenCount == inputs.KeyLength)
        {
            compiled.Forward(inputs.Inputs, inputs.KeyInputs, inputs.ValueInputs, outputs);
        }
        else
        {
            compiled.Forward(inputs.Inputs, inputs.KeyInputs, inputs.ValueInputs, inputs.TokenCount, outputs);
        }

        return outputs;
    }

    public float[] AttentionWeights(LayerInputs inputs)
    {
        float[] weights = new float[declaration.Heads * inputs.QueryLength * inputs.KeyLength];
        if (inputs.TokenCount == inputs.KeyLength)
        {
            compiled.AttentionWeights(inputs.Inputs, inputs.KeyInputs, inputs.ValueInputs, weights);
        }
        else
        {
            compiled.AttentionWeights(inputs.Inputs, inputs.KeyInputs, inputs.ValueInputs, inputs.TokenCount, weights);
        }

        return weights;
    }
}
