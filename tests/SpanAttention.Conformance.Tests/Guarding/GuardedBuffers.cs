using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Guarding;

/// <summary>The operands of trials by parameter name, none longer than needed.</summary>
internal static class GuardedBuffers
{
    public static CallBuffers Of(AttentionTrial trial, DataKind kind)
    {
        AttentionInputs inputs = trial.Inputs(kind);
        int contexts = trial.Declaration.Shape.Context(trial.QueryLength).Length;
        int rows = trial.Declaration.Shape.Heads * trial.QueryLength;
        DataFiller parts = new(trial.Seed);
        CallBuffers buffers = new(("logSumExp", rows), ("output", contexts), ("context", contexts));
        foreach ((string gradient, float[] numbers) in CallGradients.Filled(trial.Declaration.Shape, trial.QueryLength, trial.KeyLength, Bits.Untouched).All)
        {
            buffers.Set(gradient, numbers);
        }

        buffers.Set("contextGradient", trial.ContextGradient(kind));
        buffers.Set("query", inputs.Query);
        buffers.Set("key", inputs.Key);
        buffers.Set("value", inputs.Value);
        buffers.Set("mask", inputs.Mask);
        buffers.Set("bias", inputs.Bias);
        buffers.Set("sinks", inputs.Sinks);
        buffers.Set("keep", inputs.Keep);
        buffers.Set("state", parts.Fill(kind, trial.Declaration.Shape.StateLength(trial.QueryLength)));
        buffers.Set("outputA", parts.Fill(kind, contexts));
        buffers.Set("outputB", parts.Fill(kind, contexts));
        buffers.Set("logSumExpA", parts.Fill(kind, rows));
        buffers.Set("logSumExpB", parts.Fill(kind, rows));
        return buffers;
    }

    public static CallBuffers Of(SelfAttentionTrial trial, DataKind kind, int destinationLength)
    {
        CallBuffers buffers = new(("destination", destinationLength));
        buffers.Set("inputs", trial.Inputs(kind));
        buffers.Set("contextGradient", trial.Inputs(kind));
        return buffers;
    }

    public static CallBuffers Of(AdditiveTrial trial, DataKind kind, int destinationLength)
    {
        AdditiveInputs inputs = trial.Inputs(kind);
        CallBuffers buffers = new(
            ("destination", destinationLength), ("logSumExp", trial.QueryLength), ("context", trial.QueryLength * trial.Declaration.ValueDim),
            ("queryGradient", inputs.Query.Length), ("keyGradient", inputs.Key.Length), ("valueGradient", inputs.Value.Length), ("scaleGradient", inputs.Scale.Length));
        buffers.Set("query", inputs.Query);
        buffers.Set("key", inputs.Key);
        buffers.Set("value", inputs.Value);
        buffers.Set("scale", inputs.Scale);
        buffers.Set("mask", inputs.Mask);
        buffers.Set("contextGradient", trial.ContextGradient(kind));
        return buffers;
    }

    public static CallBuffers Of(LayerDeclaration declaration, LayerInputs inputs)
    {
        CallBuffers buffers = new();
        buffers.Set("inputs", inputs.Inputs);
        buffers.Set(declaration.ContextDim is null ? "keyInputs" : "context", inputs.KeyInputs);
        buffers.Set("valueInputs", inputs.ValueInputs);
        buffers.Set("positions", LayerOperands.Bits(inputs.Positions));
        buffers.Set("cos", inputs.Cos);
        buffers.Set("sin", inputs.Sin);
        buffers.Set("mask", inputs.Mask);
        buffers.Set("bias", inputs.Bias);
        buffers.Set("residual", Bits.Residual(inputs.QueryLength * declaration.OutputDim));
        LearningCalls.AddGradients(buffers, declaration, inputs.QueryLength, inputs.KeyLength);
        return buffers;
    }
}
