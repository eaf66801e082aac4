using System.Numerics.Tensors;

namespace Verification.Kernels;

/// <summary>One head, composed of TensorPrimitives. SoftMax divides exponentials by their sum without subtracting the maximum first: beyond e^88.7 that is ∞ / ∞, below e^−103 it is 0 / 0.</summary>
internal static class BclAttention
{
    public const int HeadDim = 1;

    public static void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination)
    {
        float[] weights = new float[key.Length / HeadDim];
        destination.Clear();
        for (int i = 0; i < query.Length / HeadDim; i++)
        {
            for (int j = 0; j < weights.Length; j++)
            {
                weights[j] = TensorPrimitives.Dot(query.Slice(i * HeadDim, HeadDim), key.Slice(j * HeadDim, HeadDim));
            }

            TensorPrimitives.SoftMax(weights, weights);
            for (int j = 0; j < weights.Length; j++)
            {
                Span<float> context = destination.Slice(i * HeadDim, HeadDim);
                TensorPrimitives.MultiplyAdd(value.Slice(j * HeadDim, HeadDim), weights[j], context, context);
            }
        }
    }
}
