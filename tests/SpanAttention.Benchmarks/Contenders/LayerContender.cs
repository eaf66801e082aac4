using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A type declared with [MultiHeadAttention].</summary>
internal sealed class LayerContender<TLayer>(string name, LayerTensors tensors, float[] destination) : Contender(name)
    where TLayer : ILayer<TLayer>
{
    private readonly TLayer layer = TLayer.Create(tensors);
    private readonly float[] inputs = tensors.Inputs;

    public override ReadOnlySpan<float> Output => destination;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            layer.Forward(inputs, destination);
        }
    }
}
