using System.Runtime.Intrinsics;
using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Sums across lanes keep one order, whatever instructions move the lanes.</summary>
public class LanesTests
{
    [SeededProperty(MaxTest = 300)]
    public void Sums_of_lanes_are_halved_in_order(int seed)
    {
        Random random = new(seed);
        float[][] vectors = [.. Enumerable.Range(0, 4).Select(_ => Numbers(random))];

        Assert.Equal(Array.ConvertAll(vectors, static vector => Halved(vector)), Lanes16(vectors));
        Assert.Equal(Array.ConvertAll(vectors, static vector => Halved(vector[..8])), Lanes8(vectors));
        Assert.Equal(Array.ConvertAll(vectors, static vector => Halved(vector[..4])), Lanes4(vectors));
    }

    // Of magnitudes far apart, so that another order gives another sum
    private static float[] Numbers(Random random) =>
        [.. Enumerable.Range(0, 16).Select(_ => MathF.ScaleB(random.NextSingle() - 0.5f, random.Next(24)))];

    private static float Halved(float[] lanes) =>
        lanes.Length == 1 ? lanes[0] : Halved([.. Enumerable.Range(0, lanes.Length / 2).Select(lane => lanes[lane] + lanes[lane + (lanes.Length / 2)])]);

    private static float[] Lanes16(float[][] vectors) =>
        ToArray(Lanes.SumEach(Vector512.Create(vectors[0]), Vector512.Create(vectors[1]), Vector512.Create(vectors[2]), Vector512.Create(vectors[3])));

    private static float[] Lanes8(float[][] vectors) =>
        ToArray(Lanes.SumEach(Vector256.Create(vectors[0]), Vector256.Create(vectors[1]), Vector256.Create(vectors[2]), Vector256.Create(vectors[3])));

    private static float[] Lanes4(float[][] vectors) =>
        ToArray(Lanes.SumEach(Vector128.Create(vectors[0]), Vector128.Create(vectors[1]), Vector128.Create(vectors[2]), Vector128.Create(vectors[3])));

    private static float[] ToArray(Vector128<float> sums) => [sums[0], sums[1], sums[2], sums[3]];
}
