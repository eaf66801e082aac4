using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Emitted attention on arrays; keyCount is passed only where keys are padding.</summary>
public sealed class CompiledAttention(ICompiledAttention compiled, AttentionShape shape) : IAttentionRoutine
{
    public AttentionResult Forward(AttentionInputs inputs)
    {
        float[] context = new float[shape.Context(inputs.QueryLength).Length];
        float[] logSumExp = new float[shape.Heads * inputs.QueryLength];
        if (inputs.KeyCount == inputs.KeyLength)
        {
            compiled.Forward(CallOperands.Of(inputs), context, logSumExp);
        }
        else
        {
            compiled.Forward(CallOperands.Of(inputs), inputs.KeyCount, context, logSumExp);
        }

        return new AttentionResult(context, logSumExp);
    }

    public CallGradients Backward(AttentionInputs inputs, float[] contextGradient)
    {
        AttentionResult forward = Forward(inputs);
        CallGradients gradients = CallGradients.Filled(shape, inputs.QueryLength, inputs.KeyLength, float.NaN);
        BackwardOperands operands = BackwardOperands.Of(forward, contextGradient, gradients);
        if (inputs.KeyCount == inputs.KeyLength)
        {
            compiled.Backward(CallOperands.Of(inputs), operands);
        }
        else
        {
            compiled.Backward(CallOperands.Of(inputs), inputs.KeyCount, operands);
        }

        return gradients;
    }

    public float[] Weights(AttentionInputs inputs)
    {
        float[] weights = NewPairs(inputs);
        if (inputs.KeyCount == inputs.KeyLength)
        {
            compiled.Weights(CallOperands.Of(inputs), weights);
        }
        else
        {
            compiled.Weights(CallOperands.Of(inputs), inputs.KeyCount, weights);
        }

        return weights;
    }

    public float[] Scores(AttentionInputs inputs, ScoreStage stage)
    {
        float[] scores = NewPairs(inputs);
        compiled.Scores(CallOperands.Of(inputs), stage, scores);
        return scores;
    }

    private float[] NewPairs(AttentionInputs inputs) => new float[shape.Heads * inputs.QueryLength * inputs.KeyLength];
}
