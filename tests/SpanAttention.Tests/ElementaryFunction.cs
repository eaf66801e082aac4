using System.Runtime.Intrinsics;

namespace SpanAttention.Tests;

/// <summary>A function of the canonical order in all its forms.</summary>
/// <param name="Exact">The same function in double: its error, of a few ulp of double, is below 2^-26 ulp of float.</param>
internal sealed record ElementaryFunction(
    string Name,
    Func<float, float> Scalar,
    Func<Vector128<float>, Vector128<float>> InVector128,
    Func<Vector256<float>, Vector256<float>>? InVector256,
    Func<Vector512<float>, Vector512<float>>? InVector512,
    Func<double, double> Exact)
{
    /// <summary>Every form's results for the same arguments, a multiple of sixteen of them; the scalar form's come first.</summary>
    public IEnumerable<(string Form, float[] Results)> Forms(float[] arguments)
    {
        yield return ("scalar", Array.ConvertAll(arguments, argument => Scalar(argument)));
        yield return ("128 bits", Evaluate(arguments, Vector128<float>.Count, (index, results) => InVector128(Vector128.Create(arguments, index)).CopyTo(results, index)));
        if (InVector256 is not null)
        {
            yield return ("256 bits", Evaluate(arguments, Vector256<float>.Count, (index, results) => InVector256(Vector256.Create(arguments, index)).CopyTo(results, index)));
        }

        if (InVector512 is not null)
        {
            yield return ("512 bits", Evaluate(arguments, Vector512<float>.Count, (index, results) => InVector512(Vector512.Create(arguments, index)).CopyTo(results, index)));
        }
    }

    public double Ulps(float argument, float result) => LastPlace.Distance(result, Exact(argument));

    private static float[] Evaluate(float[] arguments, int step, Action<int, float[]> evaluate)
    {
        float[] results = new float[arguments.Length];
        for (int index = 0; index < arguments.Length; index += step)
        {
            evaluate(index, results);
        }

        return results;
    }
}
