using Xunit;

namespace SpanAttention.Tests.Learning;

/// <summary>Shards: the same bits whatever the threads, the mean in the order of shards, and errors that reach the caller.</summary>
public class GradientShardsTests
{
    /// <summary>More than a block of floats, and no multiple of one.</summary>
    private const int Weights = 40_001;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    public void The_mean_is_that_in_the_order_of_shards_whatever_the_threads(int threads)
    {
        Noise work = new();
        GradientShards shards = new(5, Weights);

        shards.Run(work, threads);

        Assert.Equal(work.Mean(5), shards.Mean);
    }

    [Fact]
    public void Every_run_begins_with_zeros()
    {
        Noise work = new();
        GradientShards shards = new(3, Weights);
        shards.Run(work, threads: 2);
        shards.Mean.Fill(float.NaN);

        shards.Run(work, threads: 2);

        Assert.Equal(work.Mean(3), shards.Mean);
    }

    [Fact]
    public void One_shard_is_its_own_mean()
    {
        Noise work = new();
        GradientShards shards = new(1, Weights);

        shards.Run(work, threads: 4);

        Assert.Equal(work.Mean(1), shards.Mean);
    }

    [Fact]
    public void An_error_of_a_shard_is_thrown_to_the_caller()
    {
        GradientShards shards = new(4, 10);
        Assert.Equal("shard 2", Assert.Throws<InvalidOperationException>(() => shards.Run(new Failing(), threads: 2)).Message);
    }

    [Fact]
    public void What_is_wrong_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("shards", static () => new GradientShards(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("weights", static () => new GradientShards(1, 0));
        GradientShards shards = new(2, 3);
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => shards.Run(new Noise(), threads: 0));
        Assert.Throws<ArgumentNullException>("work", () => shards.Run(null!, threads: 1));
        Assert.Equal(2, shards.Count);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        Noise work = new();
        GradientShards shards = new(4, Weights);
        shards.Run(work, threads: 1);
        long before = GC.GetAllocatedBytesForCurrentThread();

        shards.Run(work, threads: 1);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Gradients of very different sizes, whose sum depends on the order.</summary>
    private sealed class Noise : IGradientShard
    {
        public void AddGradients(int shard, Span<float> gradients)
        {
            for (int x = 0; x < gradients.Length; x++)
            {
                gradients[x] += Gradient(shard, x);
            }
        }

        public float[] Mean(int shards) => [.. Enumerable.Range(0, Weights).Select(x =>
        {
            float sum = Gradient(0, x);
            for (int shard = 1; shard < shards; shard++)
            {
                sum += Gradient(shard, x);
            }

            return sum * (1f / shards);
        })];

        private static float Gradient(int shard, int x) => ((x * 7919 % 1009) - 504) * MathF.Pow(3, (shard * 5 % 4 * 4) - 7);
    }

    private sealed class Failing : IGradientShard
    {
        public void AddGradients(int shard, Span<float> gradients)
        {
            if (shard == 2)
            {
                throw new InvalidOperationException("shard 2");
            }
        }
    }
}
