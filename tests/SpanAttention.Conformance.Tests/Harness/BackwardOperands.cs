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

    /// <summary>The buffers of a call that have the parameters' names.</summary>
    public static BackwardOperands Of(CallBuffers buffers) => new()
    {
        Context = buffers.Memory("context"),
        LogSumExp = buffers.Memory("givenLogSumExp"),
        ContextGradient = buffers.Memory("contextGradient"),
        QueryGradient = buffers.Memory("queryGradient"),
        KeyGradient = buffers.Memory("keyGradient"),
        ValueGradient = buffers.Memory("valueGradient"),
        BiasGradient = buffers.Memory("biasGradient"),
        SinksGradient = buffers.Memory("sinksGradient"),
    };
}
