using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A block whose caches hold all tokens but the last of each sequence; a call appends those again, all of them at once.</summary>
internal sealed class CachedBlockContender<TBlock> : Contender
    where TBlock : ICachedBlock<TBlock>
{
    private readonly TBlock block;
    private readonly float[] inputs;
    private readonly float[] destination;

    public CachedBlockContender(string name, Workload workload, BlockTensors tensors, float[] destination)
        : base(name)
    {
        block = TBlock.Create(tensors);
        block.Begin(tensors.Cached(workload), workload.Lengths.Count);
        inputs = tensors.Stream(workload);
        this.destination = destination;
    }

    public override ReadOnlySpan<float> Output => destination;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            inputs.CopyTo(destination, 0);
            block.Continue(destination, firstCache: 0);
        }
    }
}
