using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A type declared with [TransformerBlock], on all processors that the process may use.</summary>
internal sealed class ParallelBlockContender<TBlock>(string name, Workload workload, BlockTensors tensors, float[] destination) : Contender(name)
    where TBlock : IBlock<TBlock>
{
    private readonly TBlock block = TBlock.Create(tensors);
    private readonly float[] inputs = tensors.Stream(workload);

    public override ReadOnlySpan<float> Output => destination;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            inputs.CopyTo(destination, 0);
            block.ForwardParallel(destination);
        }
    }
}
