using System.ComponentModel;
using System.Globalization;

namespace SpanAttention.Primitives;

/// <summary>Operands of self-attention, which are its inputs alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SelfOperands
{
    /// <summary>The inputs, where the operands say nothing that self-attention cannot do.</summary>
    /// <param name="operands">The inputs as query; key and value are the same memory, or empty.</param>
    /// <param name="inputDim">Floats of one token.</param>
    /// <exception cref="ArgumentException">Another key or value is given, or a mask, bias, sink or keep-mask.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The key count is other than the number of tokens.</exception>
    public static ReadOnlySpan<float> Inputs(in AttentionOperands operands, int inputDim)
    {
        ThrowIfOther(operands.Key, operands.Query, nameof(AttentionOperands.Key));
        ThrowIfOther(operands.Value, operands.Query, nameof(AttentionOperands.Value));
        ThrowIfGiven(operands.Mask.Length, nameof(AttentionOperands.Mask));
        ThrowIfGiven(operands.Bias.Length, nameof(AttentionOperands.Bias));
        ThrowIfGiven(operands.Sinks.Length, nameof(AttentionOperands.Sinks));
        ThrowIfGiven(operands.Keep.Length, nameof(AttentionOperands.Keep));
        if (operands.KeyCount is int keyCount && keyCount != operands.Query.Length / inputDim)
        {
            throw new ArgumentOutOfRangeException(
                nameof(operands), keyCount, Invariant($"KeyCount is {keyCount}; self-attention knows no padding, so that it must be null or {operands.Query.Length / inputDim}, the number of tokens."));
        }

        return operands.Query;
    }

    /// <summary>The same for scores, which are those of every stage.</summary>
    /// <inheritdoc cref="Inputs(in AttentionOperands, int)"/>
    /// <param name="stage">Any of the stages.</param>
    public static ReadOnlySpan<float> Inputs(in AttentionOperands operands, int inputDim, ScoreStage stage) => (uint)stage <= (uint)ScoreStage.Masked
        ? Inputs(operands, inputDim)
        : throw new ArgumentOutOfRangeException(nameof(stage), stage, "stage is none of Raw, Scaled, Capped and Masked.");

    private static void ThrowIfOther(ReadOnlySpan<float> operand, ReadOnlySpan<float> inputs, string name)
    {
        if (!operand.IsEmpty && operand != inputs)
        {
            throw new ArgumentException(
                Invariant($"{name}, {operand.Length} elements, is not the memory of Query, {inputs.Length} elements; self-attention has one tensor of inputs, so leave {name} empty or give the same span."), "operands");
        }
    }

    private static void ThrowIfGiven(int length, string name)
    {
        if (length > 0)
        {
            throw new ArgumentException(Invariant($"{name} holds {length} elements; self-attention takes none, so it must be empty."), "operands");
        }
    }

    private static string Invariant(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
