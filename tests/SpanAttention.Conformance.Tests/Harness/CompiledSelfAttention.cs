using SpanAttention.Conformance.Tests.References;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Emitted self-attention on arrays.</summary>
public sealed class CompiledSelfAttention(ICompiledSelfAttention compiled, int inputDim) : ISelfAttentionRoutine
{
    public float[] Scores(float[] inputs)
    {
        float[] scores = NewPairs(inputs);
        compiled.Scores(inputs, scores);
        return scores;
    }

    public float[] Weights(float[] inputs)
    {
        float[] weights = NewPairs(inputs);
        compiled.Weights(inputs, weights);
        return weights;
    }

    public float[] Forward(float[] inputs)
    {
        float[] context = new float[inputs.Length];
        compiled.Forward(inputs, context);
        return context;
    }

    private float[] NewPairs(float[] inputs) => new float[inputs.Length / inputDim * (inputs.Length / inputDim)];
}
