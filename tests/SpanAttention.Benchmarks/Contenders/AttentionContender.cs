using System.Runtime.CompilerServices;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A type declared with [Attention]; calls are direct, as in a user's code.</summary>
internal sealed class AttentionContender<TAttention>(string name, Workload workload, DataRotation rotation, float[] destination) : Contender(name)
    where TAttention : IAttention
{
    public override ReadOnlySpan<float> Output => destination;

    public override AttentionLayout OutputLayout => workload.Layout;

    public override void Run(int calls)
    {
        if (rotation.Copies.Count == 1)
        {
            RunWarm(rotation.Next(), calls);
            return;
        }

        for (int call = 0; call < calls; call++)
        {
            RunWarm(rotation.Next(), calls: 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunWarm(AttentionData data, int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            TAttention.Forward(data.Query, data.Key, data.Value, destination);
        }
    }
}
