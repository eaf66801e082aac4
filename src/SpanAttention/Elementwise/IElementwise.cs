using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>Function of one number, in the canonical order and in every width.</summary>
internal interface IElementwise
{
    static abstract TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct;

    /// <summary>The function's derivative; ±∞ go to its limits.</summary>
    static abstract TVector Slope<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct;
}
