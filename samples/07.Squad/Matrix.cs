/// <summary>Weights [outputs, inputs], applied to rows of inputs.</summary>
internal readonly struct Matrix(ReadOnlyMemory<float> weights, int inputs)
{
    private readonly int outputs = weights.Length / inputs;

    /// <summary>rows · weightsᵀ. Multiply, then add, one input after the other: the same bits on every machine.</summary>
    public void Project(ReadOnlySpan<float> rows, Span<float> destination)
    {
        ReadOnlySpan<float> all = weights.Span;
        for (int row = 0; row < rows.Length / inputs; row++)
        {
            ReadOnlySpan<float> values = rows.Slice(row * inputs, inputs);
            for (int output = 0; output < outputs; output++)
            {
                ReadOnlySpan<float> weight = all.Slice(output * inputs, inputs);
                float sum = 0;
                for (int input = 0; input < values.Length; input++)
                {
                    sum += values[input] * weight[input];
                }

                destination[(row * outputs) + output] = sum;
            }
        }
    }

    /// <summary>Gradients of a projection: those of the rows, gradients · weights, are overwritten; those of the weights, gradientsᵀ · rows, are added to.</summary>
    public void Backward(ReadOnlySpan<float> rows, ReadOnlySpan<float> gradients, Span<float> rowGradients, Span<float> weightGradients)
    {
        ReadOnlySpan<float> all = weights.Span;
        rowGradients.Clear();
        for (int row = 0; row < rows.Length / inputs; row++)
        {
            ReadOnlySpan<float> values = rows.Slice(row * inputs, inputs);
            Span<float> valueGradients = rowGradients.Slice(row * inputs, inputs);
            for (int output = 0; output < outputs; output++)
            {
                float gradient = gradients[(row * outputs) + output];
                ReadOnlySpan<float> weight = all.Slice(output * inputs, inputs);
                Span<float> weightGradient = weightGradients.Slice(output * inputs, inputs);
                for (int input = 0; input < values.Length; input++)
                {
                    valueGradients[input] += gradient * weight[input];
                    weightGradient[input] += gradient * values[input];
                }
            }
        }
    }
}
