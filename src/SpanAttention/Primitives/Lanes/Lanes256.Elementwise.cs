using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <content>Operations that functions of one number need, and attention does not.</content>
public readonly partial struct Lanes256
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Divide(Vector256<float> a, Vector256<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.SquareRoot(Vector256<float> x) => Vector256.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Tanh(Vector256<float> x) => HyperbolicTangent.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Magnitude(Vector256<float> value) => Vector256.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.WithSign(Vector256<float> magnitude, Vector256<float> signed) => magnitude | (signed & Vector256.Create(-0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.AtMost(Vector256<float> a, Vector256<float> b) => Vector256.LessThanOrEqual(a, b);
}
