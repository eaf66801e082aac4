using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>What a member of emitted attention may read; each takes those that its declaration asks for.</summary>
public readonly record struct CallOperands
{
    public ReadOnlyMemory<float> Query { get; init; }

    public ReadOnlyMemory<float> Key { get; init; }

    public ReadOnlyMemory<float> Value { get; init; }

    public ReadOnlyMemory<bool> Mask { get; init; }

    public ReadOnlyMemory<float> Bias { get; init; }

    public ReadOnlyMemory<float> Sinks { get; init; }

    public ReadOnlyMemory<bool> Keep { get; init; }

    public static CallOperands Of(AttentionInputs inputs) => new()
    {
        Query = Fenced.Memory(inputs.Query),
        Key = Fenced.Memory(inputs.Key),
        Value = Fenced.Memory(inputs.Value),
        Mask = inputs.Mask,
        Bias = Fenced.Memory(inputs.Bias),
        Sinks = Fenced.Memory(inputs.Sinks),
        Keep = inputs.Keep,
    };

    /// <summary>The buffers of a call that have the parameters' names.</summary>
    public static CallOperands Of(CallBuffers buffers) => new()
    {
        Query = buffers.Memory("query"),
        Key = buffers.Memory("key"),
        Value = buffers.Memory("value"),
        Mask = buffers.Flags("mask"),
        Bias = buffers.Memory("bias"),
        Sinks = buffers.Memory("sinks"),
        Keep = buffers.Flags("keep"),
    };
}
