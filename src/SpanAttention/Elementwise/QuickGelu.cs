using System.Runtime.CompilerServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>x · σ(1.702 · x).</summary>
internal readonly struct QuickGelu : IElementwise
{
    private const float Steepness = 1.702f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct =>
        Gate.Multiply<TLanes, TVector>(x, LogisticFunction.Sigma<TLanes, TVector>(TLanes.Multiply(x, TLanes.Fill(Steepness))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct =>
        Gate.SlopeOfSigma<TLanes, TVector>(TLanes.Multiply(x, TLanes.Fill(Steepness)));
}
