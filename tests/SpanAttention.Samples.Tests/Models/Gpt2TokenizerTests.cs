using System.Text;
using GptModel;

namespace SpanAttention.Samples.Tests.Models;

/// <summary>GPT-2's tokens: their numbers, and that their bytes are the text.</summary>
public sealed class Gpt2TokenizerTests
{
    private static readonly Gpt2Tokenizer Tokenizer = new();

    [Fact]
    public void TokensAreGpt2s() => Assert.Equal([15496, 995, 0], Tokenizer.Encode("Hello world!"u8));

    [Theory]
    [InlineData("")]
    [InlineData(" tabs\tand\r\n\nlines  and   spaces ")]
    [InlineData("äöü 你好 😀 é \0\u0001\u007f")]
    [InlineData("it's <|endoftext|> 12345")]
    public void BytesOfTokensAreTheText(string text) => Assert.Equal(Encoding.UTF8.GetBytes(text), Tokenizer.Decode(Tokenizer.Encode(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void EveryTokenHasBytes() => Assert.All(Enumerable.Range(0, 50257), static token => Assert.NotEqual(0, Tokenizer.Bytes(token).Length));

    [Fact]
    public void WhatIsNotUtf8IsRefused() => Assert.Contains("not UTF-8", Assert.Throws<InvalidDataException>(static () => Tokenizer.Encode([0xC3, 0x28])).Message, StringComparison.Ordinal);

    [Fact]
    public void ShapesHaveTokenizers()
    {
        Assert.IsType<ByteTokenizer>(GptTokenizer.For(GptShape.Bytes));
        Assert.IsType<Gpt2Tokenizer>(GptTokenizer.For(GptShape.Gpt2));
        Assert.Throws<ArgumentException>(static () => GptTokenizer.For(GptShape.Gpt2 with { Vocabulary = 10 }));
    }
}
