using System.Runtime.CompilerServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>σ(x).</summary>
internal readonly struct Sigma : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct =>
        LogisticFunction.Sigma<TLanes, TVector>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector share = LogisticFunction.Sigma<TLanes, TVector>(x);
        return TLanes.Multiply(share, TLanes.Subtract(TLanes.Fill(1), share));
    }
}
