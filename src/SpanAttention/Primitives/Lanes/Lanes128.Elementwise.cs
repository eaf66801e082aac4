using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <content>Operations that functions of one number need, and attention does not.</content>
public readonly partial struct Lanes128
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Divide(Vector128<float> a, Vector128<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.SquareRoot(Vector128<float> x) => Vector128.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Tanh(Vector128<float> x) => HyperbolicTangent.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Magnitude(Vector128<float> value) => Vector128.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.WithSign(Vector128<float> magnitude, Vector128<float> signed) => magnitude | (signed & Vector128.Create(-0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.AtMost(Vector128<float> a, Vector128<float> b) => Vector128.LessThanOrEqual(a, b);
}
