using System.Runtime.CompilerServices;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A type declared with [SelfAttention].</summary>
internal sealed class SelfAttentionContender<TAttention>(string name, DataRotation rotation, float[] destination) : Contender(name)
    where TAttention : ISelfAttention
{
    private readonly float[] inputs = rotation.Copies[0].Query;

    public override ReadOnlySpan<float> Output => destination;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            TAttention.Forward(inputs, destination);
        }
    }
}
