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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(ReadOnlySpan<float> values, float weight, Span<float> sum) => TensorPrimitives.MultiplyAdd(values, weight, sum, sum);
}
