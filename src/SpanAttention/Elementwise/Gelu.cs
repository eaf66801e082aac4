using System.Runtime.CompilerServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>x · (½ + ½ · erf(x / √2)).</summary>
internal readonly struct Gelu : IElementwise
{
    private const float SquareRootOfHalf = 0.70710678f;
    private const float HalfLog2E = -0.72134752f; // −½ · log2 e
    private const float Peak = 0.39894228f;       // 1 / √(2π)

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct =>
        Gate.Multiply<TLanes, TVector>(x, Share<TLanes, TVector>(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector exponent = TLanes.Multiply(TLanes.Multiply(x, x), TLanes.Fill(HalfLog2E));
        TVector density = TLanes.Multiply(TLanes.Exp2(exponent), TLanes.Fill(Peak));
        return TLanes.Add(Share<TLanes, TVector>(x), Gate.Multiply<TLanes, TVector>(x, density));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Share<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector half = TLanes.Fill(0.5f);
        return TLanes.MultiplyAdd(ErrorFunction.Erf<TLanes, TVector>(TLanes.Multiply(x, TLanes.Fill(SquareRootOfHalf))), half, half);
    }
}
