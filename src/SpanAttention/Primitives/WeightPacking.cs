using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SpanAttention.Primitives;

/// <summary>Copies a layer's weight tensors into the order that its projections read: <c>[out, in]</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WeightPacking
{
    /// <summary>Copies the outputs from <paramref name="firstOutput"/> on of a tensor with <paramref name="tensorOutputs"/> outputs, as many as the destination holds.</summary>
    /// <param name="tensor">The caller's tensor.</param>
    /// <param name="inputByOutput">Whether it is <c>[in, out]</c>; otherwise <c>[out, in]</c>.</param>
    /// <param name="tensorOutputs">Outputs of the tensor.</param>
    /// <param name="firstOutput">The first output to copy.</param>
    /// <param name="inputs">Inputs of the tensor.</param>
    /// <param name="destination"><c>[outputs, inputs]</c>.</param>
    public static void Copy(ReadOnlySpan<float> tensor, bool inputByOutput, int tensorOutputs, int firstOutput, int inputs, Span<float> destination)
    {
        if (inputByOutput)
        {
            ref float source = ref MemoryMarshal.GetReference(tensor[firstOutput..]);
            Transpose.Copy(ref source, tensorOutputs, inputs, destination.Length / inputs, ref MemoryMarshal.GetReference(destination), inputs);
        }
        else
        {
            tensor.Slice(firstOutput * inputs, destination.Length).CopyTo(destination);
        }
    }
}
