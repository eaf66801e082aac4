using System.Runtime.Intrinsics;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Vectors of 256 bits.</summary>
internal readonly struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    public static Vector256<float> Create(float value) => Vector256.Create(value);

    public static Vector256<float> Load(ref readonly float source, nuint offset) => Vector256.LoadUnsafe(in source, offset);

    public static void Store(Vector256<float> vector, ref float destination, nuint offset) => vector.StoreUnsafe(ref destination, offset);

    public static Vector256<float> Add(Vector256<float> first, Vector256<float> second) => first + second;

    public static Vector256<float> MultiplyAdd(Vector256<float> first, Vector256<float> second, Vector256<float> addend) =>
        Vector256.MultiplyAddEstimate(first, second, addend);

    public static float Sum(Vector256<float> vector) => Vector256.Sum(vector);
}
