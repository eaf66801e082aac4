namespace SpanAttention.Primitives;

/// <summary>Vector register of floats: the operations of the canonical order on it, so that a step on rows is written once and has the same bits in every width.</summary>
/// <typeparam name="TVector">The register, such as <c>Vector256&lt;float&gt;</c>.</typeparam>
internal interface IFloatLanes<TVector>
    where TVector : struct
{
    /// <summary>Floats of a register: 16, 8 or 4.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(ref float source, nint offset);

    static abstract void Store(TVector value, ref float destination, nint offset);

    static abstract TVector Fill(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector SquareRoot(TVector x);

    static abstract TVector Exp2(TVector t);

    static abstract TVector Tanh(TVector x);

    /// <summary>The value without its sign.</summary>
    static abstract TVector Magnitude(TVector value);

    /// <summary>A magnitude with the sign of another value.</summary>
    static abstract TVector WithSign(TVector magnitude, TVector signed);

    /// <summary>1 / value, and 0 where value = 0.</summary>
    static abstract TVector Reciprocal(TVector value);

    /// <summary>Lanes of rows that are far (see <see cref="FarRows"/>) as a mask.</summary>
    static abstract TVector Far(TVector shift);

    /// <summary>Tells whether the mask has a lane.</summary>
    static abstract bool Any(TVector mask);

    /// <summary>The value in lanes of the mask, 0 in others.</summary>
    static abstract TVector Only(TVector value, TVector mask);

    /// <summary>The value in lanes outside of the mask, 0 in others.</summary>
    static abstract TVector Without(TVector value, TVector mask);

    /// <summary>One value in lanes of the mask, another in others.</summary>
    static abstract TVector Select(TVector mask, TVector inside, TVector outside);

    /// <summary>Lanes of equal floats, as a mask.</summary>
    static abstract TVector Equal(TVector a, TVector b);

    /// <summary>Lanes of a float at most another one, as a mask; none where one of them is NaN.</summary>
    static abstract TVector AtMost(TVector a, TVector b);

    /// <summary>Lanes of equal bits, as a mask: −0 is not +0.</summary>
    static abstract TVector SameBits(TVector a, TVector b);

    /// <summary>Lanes i with i &lt; distance, as a mask: rows that do not see a key so many positions beyond the first of them.</summary>
    static abstract TVector Before(int distance);

    /// <summary>The value within ±limit; NaN stays NaN.</summary>
    static abstract TVector Clamp(TVector value, TVector limit);

    /// <summary>The larger of both; a NaN value never wins.</summary>
    static abstract TVector Larger(TVector value, TVector incumbent);

    /// <summary>The largest lane; no lane may be NaN.</summary>
    static abstract float Largest(TVector value);
}
