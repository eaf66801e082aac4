namespace SpanAttention.Benchmarks.Onnx;

/// <summary>Weights as MatMul takes them.</summary>
internal static class WeightOrder
{
    /// <summary>[out, in] as [in, out].</summary>
    public static float[] Transpose(float[] weight, int columns)
    {
        int rows = weight.Length / columns;
        float[] transposed = new float[weight.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = weight[(row * columns) + column];
            }
        }

        return transposed;
    }
}
