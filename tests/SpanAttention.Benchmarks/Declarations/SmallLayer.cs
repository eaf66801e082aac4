using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Declarations;

[MultiHeadAttention(InputDim = 128, Heads = 4, SequenceLength = 64)]
internal sealed partial class SmallLayer : ILayer<SmallLayer>
{
    public static SmallLayer Create(LayerTensors tensors) => new(new Weights
    {
        Query = tensors.Query,
        Key = tensors.Key,
        Value = tensors.Value,
        Output = tensors.Output,
        OutputBias = tensors.OutputBias,
    });
}
