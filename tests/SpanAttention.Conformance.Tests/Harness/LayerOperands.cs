using System.Runtime.InteropServices;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>What a member of an emitted layer may read; each takes those that its declaration asks for.</summary>
public readonly record struct LayerOperands
{
    public ReadOnlyMemory<float> Inputs { get; init; }

    /// <summary>What keys are projected from; the context, where it serves both.</summary>
    public ReadOnlyMemory<float> KeyInputs { get; init; }

    public ReadOnlyMemory<float> ValueInputs { get; init; }

    /// <summary>Positions, each by the bits of its int.</summary>
    public ReadOnlyMemory<float> Positions { get; init; }

    public ReadOnlyMemory<float> Cos { get; init; }

    public ReadOnlyMemory<float> Sin { get; init; }

    public ReadOnlyMemory<bool> Mask { get; init; }

    public ReadOnlyMemory<float> Bias { get; init; }

    /// <summary>The mask of a block's cross-attention.</summary>
    public ReadOnlyMemory<bool> ContextMask { get; init; }

    /// <summary>The bias of a block's cross-attention.</summary>
    public ReadOnlyMemory<float> ContextBias { get; init; }

    /// <summary>Operands of a block: those of its attention, and what its cross-attention takes, where it has one.</summary>
    public static LayerOperands Of(LayerInputs inputs, LayerInputs? cross) => cross is null ? Of(inputs) : Of(inputs) with
    {
        KeyInputs = Fenced.Memory(cross.KeyInputs),
        ContextMask = cross.Mask,
        ContextBias = Fenced.Memory(cross.Bias),
    };

    public static LayerOperands Of(LayerInputs inputs) => new()
    {
        Inputs = Fenced.Memory(inputs.Inputs),
        KeyInputs = Fenced.Memory(inputs.KeyInputs),
        ValueInputs = Fenced.Memory(inputs.ValueInputs),
        Positions = Fenced.Memory(Bits(inputs.Positions)),
        Cos = Fenced.Memory(inputs.Cos),
        Sin = Fenced.Memory(inputs.Sin),
        Mask = inputs.Mask,
        Bias = Fenced.Memory(inputs.Bias),
    };

    /// <summary>Integers as floats of the same bits.</summary>
    public static float[] Bits(int[] numbers) => MemoryMarshal.Cast<int, float>(numbers).ToArray();

    /// <summary>The buffers of a call that have the parameters' names.</summary>
    public static LayerOperands Of(CallBuffers buffers, LayerDeclaration declaration) => new()
    {
        Inputs = buffers.Memory("inputs"),
        KeyInputs = buffers.Memory(declaration.ContextDim is null ? "keyInputs" : "context"),
        ValueInputs = buffers.Memory("valueInputs"),
        Positions = buffers.Memory("positions"),
        Cos = buffers.Memory("cos"),
        Sin = buffers.Memory("sin"),
        Mask = buffers.Flags("mask"),
        Bias = buffers.Memory("bias"),
    };
}
