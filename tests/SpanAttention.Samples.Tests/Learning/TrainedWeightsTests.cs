using GptModel;
using GptTraining;

namespace SpanAttention.Samples.Tests.Learning;

/// <summary>Weights that come with the sample: those of a model that has read this repository.</summary>
public sealed class TrainedWeightsTests
{
    /// <summary>Three bits a byte is what a model of the frequencies of bytes alone does not reach on code, 8 is what one does that has learned nothing.</summary>
    [Fact]
    public void TheyKnowCSharp()
    {
        using GptWeights weights = GptWeights.Open(Repository.Of("samples", "09.Gpt", "trained.safetensors"));
        byte[] code = File.ReadAllBytes(Repository.Of("src", "SpanAttention", "Normalization.cs"))[..600];

        Assert.InRange(TextBits.PerByte(Gpt.Create(weights), [code], threads: 1), 0, 3);
    }
}
