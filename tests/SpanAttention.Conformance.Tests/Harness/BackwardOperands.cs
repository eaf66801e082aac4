using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>What Backward reads beyond the inputs, and what it writes.</summary>
public readonly record struct BackwardOperands
{
    public ReadOnlyMemory<float> Context { get; init; }

    public ReadOnlyMemory<float> LogSumExp { get; init; }

    public ReadOnlyMemory<float> ContextGradient { get; init; }

    public Memory<float> QueryGradient { get; init; }

    public Memory<float> KeyGradient { get; init; }

    public Memory<float> ValueGradient { get; init; }

    public Memory<float> BiasGradient { get; init; }

    public Memory<float> SinksGradient { get; init; }

    public static BackwardOperands Of(AttentionResult forward, float[] contextGradient, CallGradients gradients) => new()
    {
        Context = Fenced.Memory(forward.Context),
        LogSumExp = Fenced.Memory(forward.LogSumExp),
        ContextGradient = Fenced.Memory(contextGradient),
        QueryGradient = gradients.Query,
        KeyGradient = gradients.Key,
        ValueGradient = gradients.Value,
        BiasGradient = gradients.Bias,
        SinksGradient = gradients.Sinks,
    };

    /// <summary>The buffers of a call that have the parameters' names.</summary>
    public static BackwardOperands Of(CallBuffers buffers) => new()
    {
        Context = buffers.Memory("context"),
        LogSumExp = buffers.Memory("logSumExp"),
        ContextGradient = buffers.Memory("contextGradient"),
        QueryGradient = buffers.Memory("queryGradient"),
        KeyGradient = buffers.Memory("keyGradient"),
        ValueGradient = buffers.Memory("valueGradient"),
        BiasGradient = buffers.Memory("biasGradient"),
        SinksGradient = buffers.Memory("sinksGradient"),
    };
}
