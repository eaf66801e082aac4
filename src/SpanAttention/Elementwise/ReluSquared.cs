using System.Runtime.CompilerServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>max(x, 0)²; NaN stays NaN.</summary>
internal readonly struct ReluSquared : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector positive = Relu.Apply<TLanes, TVector>(x);
        return TLanes.Multiply(positive, positive);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector positive = Relu.Apply<TLanes, TVector>(x);
        return TLanes.Add(positive, positive);
    }
}
