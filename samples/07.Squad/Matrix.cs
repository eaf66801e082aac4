/// <summary>Weights [outputs, inputs], applied to rows of inputs.</summary>
internal sealed class Matrix(float[] weights, int inputs)
{
    private readonly int outputs = weights.Length / inputs;

    /// <summary>rows · weightsᵀ. Multiply, then add, one input after the other: the same bits on every machine.</summary>
    public void Project(ReadOnlySpan<float> rows, Span<float> destination)
    {
        for (int row = 0; row < rows.Length / inputs; row++)
        {
            ReadOnlySpan<float> values = rows.Slice(row * inputs, inputs);
            for (int output = 0; output < outputs; output++)
            {
                ReadOnlySpan<float> weight = weights.AsSpan(output * inputs, inputs);
                float sum = 0;
                for (int input = 0; input < values.Length; input++)
                {
                    sum += values[input] * weight[input];
                }

                destination[(row * outputs) + output] = sum;
            }
        }
    }
}
