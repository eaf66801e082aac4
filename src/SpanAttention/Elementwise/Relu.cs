using System.Runtime.CompilerServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>max(x, 0); NaN stays NaN, and −0 becomes +0.</summary>
internal readonly struct Relu : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct =>
        TLanes.Without(x, TLanes.AtMost(x, TLanes.Fill(0)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector rising = TLanes.Select(TLanes.Equal(x, x), TLanes.Fill(1), x);
        return TLanes.Without(rising, TLanes.AtMost(x, TLanes.Fill(0)));
    }
}
