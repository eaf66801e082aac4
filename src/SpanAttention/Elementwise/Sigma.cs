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
}
