using SpanAttention;

/// <summary>A matrix product, so that queries, keys and values can be seen on their own. Layers do this themselves, and faster.</summary>
internal static class Linear
{
    private const int InputDim = 3;
    private const int OutputDim = 2;

    public static float[] Project(ReadOnlySpan<float> inputs, ReadOnlySpan<float> weight, WeightLayout layout)
    {
        int tokens = inputs.Length / InputDim;
        float[] outputs = new float[tokens * OutputDim];
        for (int token = 0; token < tokens; token++)
        {
            for (int column = 0; column < OutputDim; column++)
            {
                for (int x = 0; x < InputDim; x++)
                {
                    int index = layout == WeightLayout.InputByOutput ? x * OutputDim + column : column * InputDim + x;
                    outputs[token * OutputDim + column] += inputs[token * InputDim + x] * weight[index];
                }
            }
        }

        return outputs;
    }
}
