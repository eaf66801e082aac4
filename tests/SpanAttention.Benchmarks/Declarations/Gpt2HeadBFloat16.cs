namespace SpanAttention.Benchmarks.Declarations;

[Linear(InputDim = 768, OutputDim = 50257, Bias = false, WeightElement = WeightElement.BFloat16)]
internal sealed partial class Gpt2HeadBFloat16 : IModelHead<Gpt2HeadBFloat16>
{
    public static Gpt2HeadBFloat16 Create(float[] weight) => new(new Weights { Weight = weight });
}
