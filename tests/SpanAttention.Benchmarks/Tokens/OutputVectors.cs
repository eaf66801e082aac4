using System.Runtime.CompilerServices;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Tokens;

/// <summary>Neighbouring outputs in registers: four vectors, or two where there are 16 registers.</summary>
internal readonly struct OutputVectors<TVector, TLanes>(TVector first, TVector second, TVector third, TVector fourth)
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private readonly TVector first = first;
    private readonly TVector second = second;
    private readonly TVector third = third;
    private readonly TVector fourth = fourth;

    /// <summary>Outputs, such as 64 in 512 bits.</summary>
    public static int Count => TLanes.Count * (Arithmetic.HasManyRegisters ? 4 : 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OutputVectors<TVector, TLanes> Load(ref float source) => new(
        TLanes.Load(in source, 0),
        TLanes.Load(in source, (nuint)TLanes.Count),
        Arithmetic.HasManyRegisters ? TLanes.Load(in source, 2 * (nuint)TLanes.Count) : default,
        Arithmetic.HasManyRegisters ? TLanes.Load(in source, 3 * (nuint)TLanes.Count) : default);

    /// <summary>These sums and, added to them, weights times one input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OutputVectors<TVector, TLanes> Add(OutputVectors<TVector, TLanes> weights, float input)
    {
        TVector factor = TLanes.Create(input);
        return new(
            TLanes.MultiplyAdd(weights.first, factor, first),
            TLanes.MultiplyAdd(weights.second, factor, second),
            Arithmetic.HasManyRegisters ? TLanes.MultiplyAdd(weights.third, factor, third) : default,
            Arithmetic.HasManyRegisters ? TLanes.MultiplyAdd(weights.fourth, factor, fourth) : default);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float destination)
    {
        TLanes.Store(first, ref destination, 0);
        TLanes.Store(second, ref destination, (nuint)TLanes.Count);
        if (Arithmetic.HasManyRegisters)
        {
            TLanes.Store(third, ref destination, 2 * (nuint)TLanes.Count);
            TLanes.Store(fourth, ref destination, 3 * (nuint)TLanes.Count);
        }
    }
}
