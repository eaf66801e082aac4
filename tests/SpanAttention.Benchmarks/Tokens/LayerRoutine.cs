using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Tokens;

/// <summary>A type declared with [MultiHeadAttention] and without a length.</summary>
internal sealed class LayerRoutine<TLayer>(string name, int width, LayerTensors tensors) : TokenRoutine(name)
    where TLayer : ILayer<TLayer>
{
    private readonly TLayer layer = TLayer.Create(tensors);

    public override void Run(int tokens, Span<float> destination) => layer.Forward(tensors.Inputs.AsSpan(0, tokens * width), destination);
}
