using GptModel;

namespace SpanAttention.Samples.Tests.Models;

/// <summary>How tokens are shown.</summary>
public sealed class TokenLabelTests
{
    [Theory]
    [InlineData('a', "a")]
    [InlineData(' ', "␣")]
    [InlineData('\n', "␊")]
    [InlineData(0x7F, "␡")]
    [InlineData(0xC3, "C3")]
    [InlineData(256, "¶")]
    public void AByteIsShownAsWhatItIs(int token, string label) => Assert.Equal(label, GptTokenizer.For(GptShape.Bytes).Label(token));

    [Theory]
    [InlineData(995, "␣world")]
    [InlineData(447, "E280")]
    [InlineData(50256, "<|endoftext|>")]
    public void APairOfBytesIsShownAsWhatItIs(int token, string label) => Assert.Equal(label, GptTokenizer.For(GptShape.Gpt2).Label(token));
}
