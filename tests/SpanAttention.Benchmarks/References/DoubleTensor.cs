using System.Numerics.Tensors;

namespace SpanAttention.Benchmarks.References;

/// <summary>Floats as doubles.</summary>
internal static class DoubleTensor
{
    public static double[] From(ReadOnlySpan<float> values)
    {
        double[] doubles = new double[values.Length];
        TensorPrimitives.ConvertTruncating(values, doubles);
        return doubles;
    }

    /// <summary>[tokens, in] times [out, in] transposed: [tokens, out].</summary>
    public static double[] Project(ReadOnlySpan<double> inputs, ReadOnlySpan<double> weight, int inputDim)
    {
        int outputDim = weight.Length / inputDim;
        double[] outputs = new double[inputs.Length / inputDim * outputDim];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = TensorPrimitives.Dot(inputs.Slice(i / outputDim * inputDim, inputDim), weight.Slice(i % outputDim * inputDim, inputDim));
        }

        return outputs;
    }

    /// <summary>The same, and a bias of each output.</summary>
    public static double[] Project(ReadOnlySpan<double> inputs, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias, int inputDim)
    {
        double[] outputs = Project(inputs, weight, inputDim);
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] += bias[i % bias.Length];
        }

        return outputs;
    }
}
