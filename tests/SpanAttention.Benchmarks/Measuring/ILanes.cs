namespace SpanAttention.Benchmarks.Measuring;

/// <summary>A vector of one width, so that the limits are written once for all of them.</summary>
internal interface ILanes<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    static abstract TVector Create(float value);

    static abstract TVector Load(ref readonly float source, nuint offset);

    static abstract void Store(TVector vector, ref float destination, nuint offset);

    static abstract TVector Add(TVector first, TVector second);

    static abstract TVector MultiplyAdd(TVector first, TVector second, TVector addend);

    static abstract float Sum(TVector vector);
}
