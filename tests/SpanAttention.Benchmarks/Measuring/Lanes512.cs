using System.Runtime.Intrinsics;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Vectors of 512 bits.</summary>
internal readonly struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    public static Vector512<float> Create(float value) => Vector512.Create(value);

    public static Vector512<float> Load(ref readonly float source, nuint offset) => Vector512.LoadUnsafe(in source, offset);

    public static void Store(Vector512<float> vector, ref float destination, nuint offset) => vector.StoreUnsafe(ref destination, offset);

    public static Vector512<float> Add(Vector512<float> first, Vector512<float> second) => first + second;

    public static Vector512<float> MultiplyAdd(Vector512<float> first, Vector512<float> second, Vector512<float> addend) =>
        Vector512.MultiplyAddEstimate(first, second, addend);

    public static float Sum(Vector512<float> vector) => Vector512.Sum(vector);
}
