using System.Runtime.CompilerServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>x · (½ + ½ · erf(x / √2)).</summary>
internal readonly struct Gelu : IElementwise
{
    private const float SquareRootOfHalf = 0.70710678f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector half = TLanes.Fill(0.5f);
        TVector share = TLanes.MultiplyAdd(ErrorFunction.Erf<TLanes, TVector>(TLanes.Multiply(x, TLanes.Fill(SquareRootOfHalf))), half, half);
        return Gate.Multiply<TLanes, TVector>(x, share);
    }
}
