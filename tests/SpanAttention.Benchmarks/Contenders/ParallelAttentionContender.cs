using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A type declared with [Attention], on all processors that the process may use.</summary>
internal sealed class ParallelAttentionContender<TAttention>(string name, Workload workload, DataRotation rotation, float[] destination) : Contender(name)
    where TAttention : IAttention
{
    public override ReadOnlySpan<float> Output => destination;

    public override AttentionLayout OutputLayout => workload.Layout;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            AttentionData data = rotation.Next();
            TAttention.ForwardParallel(data.Query, data.Key, data.Value, destination);
        }
    }
}
