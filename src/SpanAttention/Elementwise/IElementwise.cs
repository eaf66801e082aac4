using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>Function of one number, in the canonical order and in every width.</summary>
internal interface IElementwise
{
    static abstract TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct;
}
