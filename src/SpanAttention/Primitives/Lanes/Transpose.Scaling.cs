using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <content>Scaling of elements on the way from lanes to rows.</content>
public static partial class Transpose
{
    /// <summary>Multiplies elements on the way: a row of 16 has a factor each; of fewer, the four in each 128 bits belong to the columns of four factors; a column has one.</summary>
    private interface IScaling
    {
        static abstract Vector512<float> ScaleRow(Vector512<float> elements, ref float factor);

        static abstract Vector256<float> Scale(Vector256<float> elements, ref float factor);

        static abstract Vector128<float> Scale(Vector128<float> elements, ref float factor);

        static abstract Vector128<float> ScaleColumn(Vector128<float> elements, ref float factor);

        static abstract float Scale(float element, ref float factor);
    }

    private readonly struct AsItIs : IScaling
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> ScaleRow(Vector512<float> elements, ref float factor) => elements;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Scale(Vector256<float> elements, ref float factor) => elements;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Scale(Vector128<float> elements, ref float factor) => elements;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> ScaleColumn(Vector128<float> elements, ref float factor) => elements;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Scale(float element, ref float factor) => element;
    }

    private readonly struct Normalized : IScaling
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> ScaleRow(Vector512<float> elements, ref float factor) =>
            Lanes.MultiplyAdd(elements, Vector512.LoadUnsafe(ref factor), Vector512<float>.Zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Scale(Vector256<float> elements, ref float factor)
        {
            Vector128<float> factors = Vector128.LoadUnsafe(ref factor);
            return Lanes.MultiplyAdd(elements, Vector256.Create(factors, factors), Vector256<float>.Zero);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Scale(Vector128<float> elements, ref float factor) => Lanes.MultiplyAdd(elements, Vector128.LoadUnsafe(ref factor), Vector128<float>.Zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> ScaleColumn(Vector128<float> elements, ref float factor) => Lanes.MultiplyAdd(elements, Vector128.Create(factor), Vector128<float>.Zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Scale(float element, ref float factor) => Lanes.MultiplyAdd(element, factor, 0);
    }
}
