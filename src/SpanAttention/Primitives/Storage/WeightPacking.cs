using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.Primitives;

/// <summary>
/// Copies a layer's weight tensors into the order that its projections read, <c>[groups of outputs, in, 16 outputs]</c>: many tokens in lanes find the 16 outputs' scalars of one input
/// side by side, and for few tokens the 16 outputs are lanes themselves.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WeightPacking
{
    private const int OutputGroup = Transpose.RowGroup;

    /// <summary>Copies some outputs of a tensor; what is left of the last group of 16 stays as it is.</summary>
    /// <param name="tensor">The caller's tensor.</param>
    /// <param name="inputByOutput">Whether it is <c>[in, out]</c>; otherwise <c>[out, in]</c>.</param>
    /// <param name="tensorOutputs">Outputs of the tensor.</param>
    /// <param name="firstOutput">The first output to copy.</param>
    /// <param name="outputs">Outputs to copy.</param>
    /// <param name="inputs">Inputs of the tensor.</param>
    /// <param name="destination"><c>[groups of outputs, inputs, 16 outputs]</c>.</param>
    public static void Copy(ReadOnlySpan<float> tensor, bool inputByOutput, int tensorOutputs, int firstOutput, int outputs, int inputs, Span<float> destination)
    {
        ref float source = ref MemoryMarshal.GetReference(tensor);
        ref float groups = ref MemoryMarshal.GetReference(destination);
        if (inputByOutput)
        {
            CopyRows(ref Unsafe.Add(ref source, firstOutput), tensorOutputs, outputs, inputs, ref groups);
        }
        else
        {
            Transpose.ToGroups(ref Unsafe.Add(ref source, (nint)firstOutput * inputs), inputs, outputs, inputs, ref groups, (nint)inputs * OutputGroup);
        }
    }

    /// <summary>Copies a tensor so many inputs at a time: <c>[parts of inputs, groups of outputs, inputs of the part, 16 outputs]</c>, for sums that go on from one part to the next.</summary>
    /// <param name="tensor">The caller's tensor.</param>
    /// <param name="inputByOutput">Whether it is <c>[in, out]</c>; otherwise <c>[out, in]</c>.</param>
    /// <param name="outputs">Outputs of the tensor.</param>
    /// <param name="inputs">Inputs of the tensor.</param>
    /// <param name="part">Inputs of a part; fewer in the last one.</param>
    /// <param name="destination">Whole groups of outputs.</param>
    public static void CopyParts(ReadOnlySpan<float> tensor, bool inputByOutput, int outputs, int inputs, int part, Span<float> destination)
    {
        ref float source = ref MemoryMarshal.GetReference(tensor);
        nint stride = (outputs + OutputGroup - 1) / OutputGroup * OutputGroup;
        for (int first = 0; first < inputs; first += part)
        {
            int count = Math.Min(part, inputs - first);
            ref float groups = ref Unsafe.Add(ref MemoryMarshal.GetReference(destination), first * stride);
            if (inputByOutput)
            {
                CopyRows(ref Unsafe.Add(ref source, (nint)first * outputs), outputs, outputs, count, ref groups);
            }
            else
            {
                Transpose.ToGroups(ref Unsafe.Add(ref source, first), inputs, outputs, count, ref groups, (nint)count * OutputGroup);
            }
        }
    }

    /// <summary>Copies some outputs of a tensor the other way round, as the projection of gradients reads it: <c>[groups of inputs, outputs, 16 inputs]</c>.</summary>
    /// <inheritdoc cref="Copy"/>
    /// <param name="destination"><c>[groups of inputs, outputs, 16 inputs]</c>; what is left of the last group stays as it is.</param>
    public static void CopyTransposed(ReadOnlySpan<float> tensor, bool inputByOutput, int tensorOutputs, int firstOutput, int outputs, int inputs, Span<float> destination)
    {
        ref float source = ref MemoryMarshal.GetReference(tensor);
        ref float groups = ref MemoryMarshal.GetReference(destination);
        if (inputByOutput)
        {
            Transpose.ToGroups(ref Unsafe.Add(ref source, firstOutput), tensorOutputs, inputs, outputs, ref groups, (nint)outputs * OutputGroup);
        }
        else
        {
            CopyRows(ref Unsafe.Add(ref source, (nint)firstOutput * inputs), inputs, inputs, outputs, ref groups);
        }
    }

    /// <summary>Copies one output's weights back.</summary>
    /// <param name="weight">Element [0, 0, 0] of <c>[groups of outputs, inputs, 16 outputs]</c>.</param>
    /// <param name="inputs">Inputs.</param>
    /// <param name="output">The output.</param>
    /// <param name="destination">Room for a float an input.</param>
    public static void CopyOutput(ref float weight, int inputs, int output, Span<float> destination)
    {
        ref float first = ref Unsafe.Add(ref weight, ((nint)(output / OutputGroup) * inputs * OutputGroup) + (output % OutputGroup));
        for (int x = 0; x < inputs; x++)
        {
            destination[x] = Unsafe.Add(ref first, (nint)x * OutputGroup);
        }
    }

    private static void CopyRows(ref float source, int stride, int outputs, int inputs, ref float groups)
    {
        for (int output = 0; output < outputs; output += OutputGroup)
        {
            int groupOutputs = Math.Min(OutputGroup, outputs - output);
            for (int x = 0; x < inputs; x++)
            {
                ref float row = ref Unsafe.Add(ref source, ((nint)x * stride) + output);
                ref float group = ref Unsafe.Add(ref groups, ((nint)output * inputs) + ((nint)x * OutputGroup));
                MemoryMarshal.CreateReadOnlySpan(ref row, groupOutputs).CopyTo(MemoryMarshal.CreateSpan(ref group, groupOutputs));
            }
        }
    }
}
