using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>What a merge leaves as it is.</summary>
public sealed class PartialAttentionTests
{
    [Theory]
    [InlineData(float.NegativeInfinity)]
    [InlineData(-1000f)] // so little beside the other that its weight is 0
    public void A_part_of_weight_0_changes_no_bit_of_the_other(float nothing)
    {
        float[] context = [-0f, 0f, -1f, float.Epsilon];
        float[] other = [3, -3, float.NaN, float.PositiveInfinity];
        foreach (float logSumExp in new[] { -0f, 0f, 0.1f, -3.7f })
        {
            AssertSame(context, logSumExp, Merge(context, logSumExp, other, nothing));
            AssertSame(context, logSumExp, Merge(other, nothing, context, logSumExp));
        }
    }

    [Fact]
    public void Two_parts_of_negative_zeros_stay_such() => AssertSame([-0f, -0f], MathF.Log(2), Merge([-0f, -0f], 0, [-0f, -0f], 0));

    private static (float[] Context, float LogSumExp) Merge(float[] contextA, float a, float[] contextB, float b)
    {
        float[] context = new float[contextA.Length];
        float[] logSumExp = new float[1];
        PartialAttention.Merge(contextA, [a], contextB, [b], context, logSumExp, heads: 1, valueDim: context.Length, tokensFirst: true);
        return (context, logSumExp[0]);
    }

    private static void AssertSame(float[] context, float logSumExp, (float[] Context, float LogSumExp) merged)
    {
        Assert.Equal(context.Select(BitConverter.SingleToInt32Bits), merged.Context.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(BitConverter.SingleToInt32Bits(logSumExp), BitConverter.SingleToInt32Bits(merged.LogSumExp));
    }
}
