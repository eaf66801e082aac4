using System.Runtime.Intrinsics;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>A vector of one width, so that the limits are written once for all of them.</summary>
internal interface ILanes<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    static abstract TVector Create(float value);

    static abstract TVector Load(ref readonly float source, nuint offset);

    static abstract TVector Add(TVector first, TVector second);

    static abstract TVector MultiplyAdd(TVector first, TVector second, TVector addend);

    static abstract float Sum(TVector vector);
}

internal readonly struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    public static Vector512<float> Create(float value) => Vector512.Create(value);

    public static Vector512<float> Load(ref readonly float source, nuint offset) => Vector512.LoadUnsafe(in source, offset);

    public static Vector512<float> Add(Vector512<float> first, Vector512<float> second) => first + second;

    public static Vector512<float> MultiplyAdd(Vector512<float> first, Vector512<float> second, Vector512<float> addend) =>
        Vector512.MultiplyAddEstimate(first, second, addend);

    public static float Sum(Vector512<float> vector) => Vector512.Sum(vector);
}

internal readonly struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    public static Vector256<float> Create(float value) => Vector256.Create(value);

    public static Vector256<float> Load(ref readonly float source, nuint offset) => Vector256.LoadUnsafe(in source, offset);

    public static Vector256<float> Add(Vector256<float> first, Vector256<float> second) => first + second;

    public static Vector256<float> MultiplyAdd(Vector256<float> first, Vector256<float> second, Vector256<float> addend) =>
        Vector256.MultiplyAddEstimate(first, second, addend);

    public static float Sum(Vector256<float> vector) => Vector256.Sum(vector);
}

internal readonly struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    public static Vector128<float> Create(float value) => Vector128.Create(value);

    public static Vector128<float> Load(ref readonly float source, nuint offset) => Vector128.LoadUnsafe(in source, offset);

    public static Vector128<float> Add(Vector128<float> first, Vector128<float> second) => first + second;

    public static Vector128<float> MultiplyAdd(Vector128<float> first, Vector128<float> second, Vector128<float> addend) =>
        Vector128.MultiplyAddEstimate(first, second, addend);

    public static float Sum(Vector128<float> vector) => Vector128.Sum(vector);
}
