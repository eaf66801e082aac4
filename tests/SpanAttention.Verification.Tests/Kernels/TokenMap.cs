namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>A layer that maps token by token.</summary>
/// <param name="InputDim">Floats of a token that goes in.</param>
/// <param name="OutputDim">Floats of a token that comes out.</param>
/// <param name="Map">The outputs of one token.</param>
internal sealed record TokenMap(int InputDim, int OutputDim, Func<float[], float[]> Map)
{
    public void Forward(ReadOnlySpan<float> inputs, Span<float> destination)
    {
        for (int token = 0; token < inputs.Length / InputDim; token++)
        {
            Map(inputs.Slice(token * InputDim, InputDim).ToArray()).CopyTo(destination[(token * OutputDim)..]);
        }
    }

    public void ForwardAdd(ReadOnlySpan<float> inputs, ReadOnlySpan<float> residual, Span<float> destination)
    {
        float[] outputs = new float[inputs.Length / InputDim * OutputDim];
        Forward(inputs, outputs);
        for (int index = 0; index < outputs.Length; index++)
        {
            destination[index] = residual[index] + outputs[index];
        }
    }
}
