using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A careful user of <see cref="TensorPrimitives"/>.</summary>
internal readonly struct TensorPrimitivesArithmetic : IRowArithmetic
{
    public static string Name => "TensorPrimitives";

    public static bool MayBeSkipped => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(ReadOnlySpan<float> first, ReadOnlySpan<float> second) => TensorPrimitives.Dot(first, second);

    /// <summary>Not TensorPrimitives.SoftMax: it does not subtract the maximum, and a score above 88 overflows.</summary>
    public static void Softmax(Span<float> scores, float scale)
    {
        TensorPrimitives.Multiply(scores, scale, scores);
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max(scores), scores);
        TensorPrimitives.Exp(scores, scores);
        TensorPrimitives.Divide(scores, TensorPrimitives.Sum(scores), scores);
    }

    public static void GeluTanh(Span<float> values)
    {
        Span<float> factors = stackalloc float[values.Length];
        TensorPrimitives.Multiply(values, values, factors);
        TensorPrimitives.Multiply(factors, 0.7978845608f * 0.044715f, factors);
        TensorPrimitives.Add(factors, 0.7978845608f, factors);
        TensorPrimitives.Multiply(factors, values, factors);
        TensorPrimitives.Tanh(factors, factors);
        TensorPrimitives.Add(factors, 1, factors);
        TensorPrimitives.Multiply(values, 0.5f, values);
        TensorPrimitives.Multiply(factors, values, values);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(ReadOnlySpan<float> values, float weight, Span<float> sum) => TensorPrimitives.MultiplyAdd(values, weight, sum, sum);
}
