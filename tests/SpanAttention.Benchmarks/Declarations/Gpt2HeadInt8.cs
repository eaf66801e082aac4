namespace SpanAttention.Benchmarks.Declarations;

[Linear(InputDim = 768, OutputDim = 50257, Bias = false, WeightElement = WeightElement.Int8)]
internal sealed partial class Gpt2HeadInt8 : IModelHead<Gpt2HeadInt8>
{
    public static Gpt2HeadInt8 Create(float[] weight) => new(new Weights { Weight = weight });
}
