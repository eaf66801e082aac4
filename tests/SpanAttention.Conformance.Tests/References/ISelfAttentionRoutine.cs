namespace SpanAttention.Conformance.Tests.References;

/// <summary>Self-attention without trainable weights.</summary>
public interface ISelfAttentionRoutine
{
    float[] Scores(float[] inputs);

    float[] Weights(float[] inputs);

    float[] Forward(float[] inputs);
}
