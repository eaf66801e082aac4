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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector half = TLanes.Fill(0.5f);
        TVector square = TLanes.Multiply(x, x);
        TVector tangent = TLanes.Tanh(TLanes.Multiply(x, TLanes.MultiplyAdd(square, TLanes.Fill(K3), TLanes.Fill(K1))));
        TVector steepness = TLanes.Multiply(TLanes.MultiplyAdd(TLanes.Subtract(TLanes.Fill(0), tangent), tangent, TLanes.Fill(1)), half);
        TVector rise = Gate.Multiply<TLanes, TVector>(TLanes.MultiplyAdd(square, TLanes.Fill(3 * K3), TLanes.Fill(K1)), Gate.Multiply<TLanes, TVector>(x, steepness));
        return TLanes.Add(TLanes.MultiplyAdd(tangent, half, half), rise);
    }
}
