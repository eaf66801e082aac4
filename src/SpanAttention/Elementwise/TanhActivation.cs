using System.Runtime.CompilerServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>tanh x.</summary>
internal readonly struct TanhActivation : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct =>
        TLanes.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector tangent = TLanes.Tanh(x);
        return TLanes.MultiplyAdd(TLanes.Subtract(TLanes.Fill(0), tangent), tangent, TLanes.Fill(1));
    }
}
