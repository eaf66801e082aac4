using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <content>Operations that functions of one number need, and attention does not.</content>
public readonly partial struct Lanes512
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> IFloatLanes<Vector512<float>>.Divide(Vector512<float> a, Vector512<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> IFloatLanes<Vector512<float>>.SquareRoot(Vector512<float> x) => Vector512.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> IFloatLanes<Vector512<float>>.Tanh(Vector512<float> x) => HyperbolicTangent.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> IFloatLanes<Vector512<float>>.Magnitude(Vector512<float> value) => Vector512.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> IFloatLanes<Vector512<float>>.WithSign(Vector512<float> magnitude, Vector512<float> signed) => magnitude | (signed & Vector512.Create(-0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> IFloatLanes<Vector512<float>>.AtMost(Vector512<float> a, Vector512<float> b) => Vector512.LessThanOrEqual(a, b);
}
