using System.Runtime.Intrinsics;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Vectors of 128 bits.</summary>
internal readonly struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    public static Vector128<float> Create(float value) => Vector128.Create(value);

    public static Vector128<float> Load(ref readonly float source, nuint offset) => Vector128.LoadUnsafe(in source, offset);

    public static void Store(Vector128<float> vector, ref float destination, nuint offset) => vector.StoreUnsafe(ref destination, offset);

    public static Vector128<float> Add(Vector128<float> first, Vector128<float> second) => first + second;

    public static Vector128<float> MultiplyAdd(Vector128<float> first, Vector128<float> second, Vector128<float> addend) =>
        Vector128.MultiplyAddEstimate(first, second, addend);

    public static float Sum(Vector128<float> vector) => Vector128.Sum(vector);
}
