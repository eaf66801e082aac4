using System.Runtime.CompilerServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>x · (½ + ½ · tanh(x · (k1 + k3 · x²))).</summary>
internal readonly struct GeluTanh : IElementwise
{
    private const float K1 = 0.7978845608028654f; // √(2/π)
    private const float K3 = 0.0356774081363001f; // 0.044715 · √(2/π)

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector half = TLanes.Fill(0.5f);
        TVector argument = TLanes.Multiply(x, TLanes.MultiplyAdd(TLanes.Multiply(x, x), TLanes.Fill(K3), TLanes.Fill(K1)));
        return Gate.Multiply<TLanes, TVector>(x, TLanes.MultiplyAdd(TLanes.Tanh(argument), half, half));
    }
}
