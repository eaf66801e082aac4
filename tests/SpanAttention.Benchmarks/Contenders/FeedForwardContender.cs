using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A type declared with [FeedForward].</summary>
internal sealed class FeedForwardContender<TFeedForward>(string name, FeedForwardTensors tensors, float[] destination) : Contender(name)
    where TFeedForward : IFeedForward<TFeedForward>
{
    private readonly TFeedForward feedForward = TFeedForward.Create(tensors);
    private readonly float[] inputs = tensors.Inputs;

    public override ReadOnlySpan<float> Output => destination;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            feedForward.Forward(inputs, destination);
        }
    }
}
