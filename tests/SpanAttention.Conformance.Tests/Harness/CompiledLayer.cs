using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>An emitted layer on arrays; tokenCount is passed only where tokens are padding.</summary>
public sealed class CompiledLayer(ICompiledLayer compiled, LayerDeclaration declaration) : ILayerRoutine, ILearningLayer
{
    public float[] Forward(LayerInputs inputs)
    {
        float[] outputs = new float[inputs.QueryLength * declaration.OutputDim];
        if (inputs.TokenCount == inputs.KeyLength)
        {
            compiled.Forward(LayerOperands.Of(inputs), outputs);
        }
        else
        {
            compiled.Forward(LayerOperands.Of(inputs), inputs.TokenCount, outputs);
        }

        return outputs;
    }

    public float[] ForwardInChunks(LayerInputs inputs, IReadOnlyList<int> chunks)
    {
        KeyValueCache cache = compiled.CreateCache();
        return [.. chunks.SelectMany(chunk => ForwardChunk(inputs, cache, chunk))];
    }

    public float[] AttentionWeights(LayerInputs inputs)
    {
        float[] weights = new float[declaration.Heads * inputs.QueryLength * inputs.KeyLength];
        if (inputs.TokenCount == inputs.KeyLength)
        {
            compiled.AttentionWeights(LayerOperands.Of(inputs), weights);
        }
        else
        {
            compiled.AttentionWeights(LayerOperands.Of(inputs), inputs.TokenCount, weights);
        }

        return weights;
    }

    public LayerGradients Backward(LayerInputs inputs, float[] destinationGradient, IReadOnlyDictionary<string, float[]> gradients)
    {
        object tape = compiled.CreateTape(inputs.QueryLength, inputs.KeyLength);
        compiled.Forward(LayerOperands.Of(inputs), tape, new float[destinationGradient.Length]);
        LayerGradients results = new(new float[inputs.Inputs.Length], new float[inputs.KeyInputs.Length], new float[inputs.ValueInputs.Length], new float[inputs.Bias.Length]);
        IReadOnlyDictionary<string, float[]> named = results.Of(declaration);
        compiled.Backward(tape, LayerOperands.Of(inputs), destinationGradient, name => (named.TryGetValue(name, out float[]? result) ? result : gradients[name]));
        return results;
    }

    private float[] ForwardChunk(LayerInputs inputs, KeyValueCache cache, int chunk)
    {
        float[] outputs = new float[chunk * declaration.OutputDim];
        compiled.Forward(LayerOperands.Of(inputs.Chunk(declaration, cache.Count, chunk)), cache, outputs);
        return outputs;
    }
}
