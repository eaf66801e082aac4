using System.Runtime.CompilerServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>Gate of a number by its share between 0 and 1.</summary>
internal static class Gate
{
    /// <summary>x · share; −0 where the share is 0, so that −∞ is let through as its limit and not as NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Multiply<TLanes, TVector>(TVector x, TVector share)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct =>
        TLanes.Select(TLanes.Equal(share, TLanes.Fill(0)), TLanes.Fill(-0f), TLanes.Multiply(x, share));

    /// <summary>The slope of u · σ(u) in u, which is that of x · σ(k · x) in x for u = k · x: σ + u · σ · (1 − σ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SlopeOfSigma<TLanes, TVector>(TVector u)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector share = LogisticFunction.Sigma<TLanes, TVector>(u);
        return TLanes.Add(share, Multiply<TLanes, TVector>(u, TLanes.Multiply(share, TLanes.Subtract(TLanes.Fill(1), share))));
    }
}
