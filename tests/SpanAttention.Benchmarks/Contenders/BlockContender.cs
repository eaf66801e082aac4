using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A type declared with [TransformerBlock]. It works in place, so that each call first copies its inputs.</summary>
internal sealed class BlockContender<TBlock>(string name, Workload workload, BlockTensors tensors, float[] destination) : Contender(name)
    where TBlock : IBlock<TBlock>
{
    private readonly TBlock block = TBlock.Create(tensors);
    private readonly float[] inputs = tensors.Stream(workload);
    private readonly int[] lengths = [.. workload.Lengths];

    public override ReadOnlySpan<float> Output => destination;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            inputs.CopyTo(destination, 0);
            Forward();
        }
    }

    private void Forward()
    {
        if (workload.IsBatch)
        {
            block.Forward(destination, lengths);
        }
        else
        {
            block.Forward(destination);
        }
    }
}
