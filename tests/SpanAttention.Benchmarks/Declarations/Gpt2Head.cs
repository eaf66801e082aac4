namespace SpanAttention.Benchmarks.Declarations;

[Linear(InputDim = 768, OutputDim = 50257, Bias = false)]
internal sealed partial class Gpt2Head : IModelHead<Gpt2Head>
{
    public static Gpt2Head Create(float[] weight) => new(new Weights { Weight = weight });
}
