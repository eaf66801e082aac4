using System.Globalization;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>
/// Gradients of a batch that is cut into shards, which threads take in turn. A shard has gradients of its own, and these are added in the order of shards, so that no bit depends on how many threads there are,
/// nor on which is done first. More shards take more memory, and give other last bits.
/// </summary>
/// <remarks>Once warm, a step allocates nothing here; a thread of the pool takes its workspace the first time that it computes.</remarks>
public sealed class GradientShards
{
    private const int Block = 1 << 14; // floats whose sums a thread takes at a time: in its second level of cache, and enough not to queue for

    private readonly float[][] gradients;

    /// <summary>Room for the gradients of all shards.</summary>
    /// <param name="shards">Shards of a batch: at least 1, and as many as threads, or a few times as many.</param>
    /// <param name="weights">Weights of the model: at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public GradientShards(int shards, int weights)
    {
        AtLeastOne(weights, nameof(weights));
        gradients = new float[AtLeastOne(shards, nameof(shards))][];
        for (int shard = 0; shard < shards; shard++)
        {
            gradients[shard] = new float[weights];
        }
    }

    /// <summary>Shards of a batch.</summary>
    public int Count => gradients.Length;

    /// <summary>[weights]: after <see cref="Run"/> the mean of all shards' gradients, which the caller may change, to clip them for one.</summary>
    public Span<float> Mean => gradients[0];

    /// <summary>Computes the gradients of all shards, and their mean: (g_0 + g_1 + …) · float(1 / shards).</summary>
    /// <param name="work">The work on one shard.</param>
    /// <param name="threads">Threads that share the shards, the calling one among them: at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    /// <remarks>An exception that a shard throws is thrown here, after all threads have left.</remarks>
    public void Run(IGradientShard work, int threads)
    {
        ArgumentNullException.ThrowIfNull(work);
        AtLeastOne(threads, nameof(threads));
        ParallelBlocks.Run(new ShardCall(gradients, work), Count, Math.Min(threads, Count));

        int blocks = (Mean.Length + Block - 1) / Block;
        ParallelBlocks.Run(new MeanCall(gradients), blocks, Math.Min(threads, blocks));
    }

    private static int AtLeastOne(int value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be at least 1."));

    private readonly struct ShardCall(float[][] gradients, IGradientShard work) : IParallelCall
    {
        public void Work(BlockQueue blocks)
        {
            while (blocks.TryTake(out int shard))
            {
                gradients[shard].AsSpan().Clear();
                work.AddGradients(shard, gradients[shard]);
            }
        }
    }

    private readonly struct MeanCall(float[][] gradients) : IParallelCall
    {
        public void Work(BlockQueue blocks)
        {
            float share = 1f / gradients.Length;
            while (blocks.TryTake(out int block))
            {
                int first = block * Block;
                int count = Math.Min(Block, gradients[0].Length - first);
                ref float mean = ref gradients[0][first];
                for (int shard = 1; shard < gradients.Length; shard++)
                {
                    Rows.Store(ref gradients[shard][first], count, 1, count, ref mean, ref mean, count);
                }

                GradientNorm.Scale(gradients[0].AsSpan(first, count), share);
            }
        }
    }
}
