using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Declarations;

[FeedForward(InputDim = 768, HiddenDim = 3072, Activation = Activation.GeluTanh)]
internal sealed partial class Gpt2FeedForward : IFeedForward<Gpt2FeedForward>
{
    public static Gpt2FeedForward Create(FeedForwardTensors tensors) => new(new Weights
    {
        Up = tensors.Up,
        UpBias = tensors.UpBias,
        Down = tensors.Down,
        DownBias = tensors.DownBias,
    });
}
