using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>The next tokens of several caches, one call after the other; each finds another copy of the block, as it does where a model's other blocks come between.</summary>
internal sealed class SuccessiveCachesContender<TBlock> : Contender
    where TBlock : ICachedBlock<TBlock>
{
    private readonly TBlock[] copies;
    private readonly int dim;
    private readonly float[] inputs;
    private readonly float[] destination;
    private int next;

    public SuccessiveCachesContender(string name, Workload workload, BlockTensors tensors, int copies, float[] destination)
        : base(name)
    {
        this.copies = new TBlock[copies];
        for (int copy = 0; copy < copies; copy++)
        {
            this.copies[copy] = TBlock.Create(tensors);
            this.copies[copy].Begin(tensors.Cached(workload), workload.Lengths.Count);
        }

        dim = workload.ModelDim;
        inputs = tensors.Stream(workload);
        this.destination = destination;
    }

    public override ReadOnlySpan<float> Output => destination;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            inputs.CopyTo(destination, 0);
            for (int cache = 0; cache < destination.Length / dim; cache++)
            {
                next = next + 1 < copies.Length ? next + 1 : 0;
                copies[next].Continue(destination.AsSpan(cache * dim, dim), cache);
            }
        }
    }
}
