using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>What a member of an emitted layer may read; each takes those that its declaration asks for.</summary>
public readonly record struct LayerOperands
{
    public ReadOnlyMemory<float> Inputs { get; init; }

    /// <summary>What keys are projected from; the context, where it serves both.</summary>
    public ReadOnlyMemory<float> KeyInputs { get; init; }

    public ReadOnlyMemory<float> ValueInputs { get; init; }

    public ReadOnlyMemory<bool> Mask { get; init; }

    public ReadOnlyMemory<float> Bias { get; init; }

    public static LayerOperands Of(LayerInputs inputs) => new()
    {
        Inputs = Fenced.Memory(inputs.Inputs),
        KeyInputs = Fenced.Memory(inputs.KeyInputs),
        ValueInputs = Fenced.Memory(inputs.ValueInputs),
        Mask = inputs.Mask,
        Bias = Fenced.Memory(inputs.Bias),
    };

    /// <summary>The buffers of a call that have the parameters' names.</summary>
    public static LayerOperands Of(CallBuffers buffers, LayerDeclaration declaration) => new()
    {
        Inputs = buffers.Memory("inputs"),
        KeyInputs = buffers.Memory(declaration.ContextDim is null ? "keyInputs" : "context"),
        ValueInputs = buffers.Memory("valueInputs"),
        Mask = buffers.Flags("mask"),
        Bias = buffers.Memory("bias"),
    };
}
