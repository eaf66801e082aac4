using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>Scaled dot-product attention of one declaration, by whatever means.</summary>
public interface IAttentionRoutine
{
    AttentionResult Forward(AttentionInputs inputs);

    /// <summary>Gradients of the inputs, for that of the context.</summary>
    CallGradients Backward(AttentionInputs inputs, float[] contextGradient);

    /// <summary>[heads, query tokens, key tokens].</summary>
    float[] Weights(AttentionInputs inputs);

    /// <summary>[heads, query tokens, key tokens].</summary>
    float[] Scores(AttentionInputs inputs, ScoreStage stage);
}
