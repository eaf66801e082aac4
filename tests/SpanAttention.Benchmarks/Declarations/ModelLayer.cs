using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Declarations;

[MultiHeadAttention(InputDim = 768, Heads = 12, SequenceLength = 256, Causal = true)]
internal sealed partial class ModelLayer : ILayer<ModelLayer>
{
    public static ModelLayer Create(LayerTensors tensors) => new(new Weights
    {
        Query = tensors.Query,
        Key = tensors.Key,
        Value = tensors.Value,
        Output = tensors.Output,
        OutputBias = tensors.OutputBias,
    });
}
