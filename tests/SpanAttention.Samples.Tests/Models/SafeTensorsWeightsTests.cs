using GptModel;
using SpanAttention.WeightFiles;
using SpanAttention.WeightFiles.Tests;

namespace SpanAttention.Samples.Tests.Models;

/// <summary>Weights in files as Hugging Face writes them.</summary>
public sealed class SafeTensorsWeightsTests
{
    private static readonly LivelyWeights Lively = new(TinyGpt.Shape, 11);

    [Theory]
    [InlineData("")]
    [InlineData("transformer.")]
    public void TensorsAreThoseOfTheFile(string prefix)
    {
        using TemporaryFile file = Save(Writer(prefix));
        using SafeTensorsWeights weights = new(file.Path);

        Assert.Equal(TinyGpt.Shape, weights.Shape);
        Assert.Equal(Lively.Hash(), weights.Hash());
        Assert.Equal(Logits(new Gpt<TinyBlock, TinyHead>(Lively)), Logits(new Gpt<TinyBlock, TinyHead>(weights)));
    }

    /// <summary>Files also hold the causal mask of each layer, and the head beside the embeddings that it shares.</summary>
    [Fact]
    public void WhatElseFilesHoldIsKnown()
    {
        SafeTensorsWriter writer = Writer("transformer.");
        writer.Add("transformer.h.0.attn.bias", [1, 1, 2, 2], new float[] { 1, 0, 1, 1 });
        writer.Add("transformer.h.0.attn.masked_bias", [], new float[] { -1e4f });
        writer.Add("lm_head.weight", [257, 12], Lively.Tensors["wte.weight"]);
        using TemporaryFile file = Save(writer);
        using SafeTensorsWeights weights = new(file.Path);

        Assert.Equal(Lively.Hash(), weights.Hash());
    }

    [Theory]
    [InlineData(TensorElement.Half)]
    [InlineData(TensorElement.BFloat16)]
    public void ShorterElementsAreWidened(TensorElement element)
    {
        using TemporaryFile file = Save(Writer("", element));
        using SafeTensorsWeights weights = new(file.Path);

        // Half keeps 11 bits, BFloat16 8.
        double unit = element == TensorElement.Half ? 1.0 / 2048 : 1.0 / 256;
        Assert.All(Lively.Tensors, pair => Assert.All(pair.Value.Zip(weights[pair.Key].ToArray()), values =>
            Assert.InRange(Math.Abs(values.First - values.Second), 0, (unit * Math.Abs(values.First)) + 1e-7)));
    }

    [Fact]
    public void OtherFilesAreRefusedInWords()
    {
        AssertRefused("there is no tensor h.1.mlp.c_proj.bias", static writer => { }, leftOut: "h.1.mlp.c_proj.bias");
        AssertRefused("there is no tensor wte.weight", static writer => { }, leftOut: "wte.weight");
        AssertRefused("ln_f.bias, Single [13] should be ln_f.bias [12]", static writer => writer.Add("ln_f.bias", [13], new float[13]), leftOut: "ln_f.bias");
        AssertRefused("wpe.weight, Single [216] is no matrix", static writer => writer.Add("wpe.weight", [216], new float[216]), leftOut: "wpe.weight");
        AssertRefused("model.norm.weight, Single [12] belongs to no GPT-2 of 2 layers of 12", static writer => writer.Add("model.norm.weight", [12], new float[12]));
        AssertRefused("lm_head.weight, Single [257, 12] differs from wte.weight", static writer => writer.Add("lm_head.weight", [257, 12], new float[257 * 12]));
    }

    [Fact]
    public void AModelThatIsNotDeclaredIsRefusedInWords()
    {
        string message = Assert.Throws<InvalidDataException>(static () => Gpt.Create(Lively)).Message;

        Assert.StartsWith("The weights are those of 2 layers of 12, 257 tokens, a context of 18; declared are 6 layers of 192", message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string message, Action<SafeTensorsWriter> change, string leftOut = "")
    {
        SafeTensorsWriter writer = Writer("", leftOut: leftOut);
        change(writer);
        using TemporaryFile file = Save(writer);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => new SafeTensorsWeights(file.Path)).Message, StringComparison.Ordinal);
    }

    private static SafeTensorsWriter Writer(string prefix, TensorElement element = TensorElement.Single, string leftOut = "")
    {
        SafeTensorsWriter writer = new();
        foreach (GptTensor tensor in TinyGpt.Shape.Tensors().Where(tensor => tensor.Name != leftOut))
        {
            writer.Add(prefix + tensor.Name, tensor.Shape, Lively.Tensors[tensor.Name], element);
        }

        return writer;
    }

    private static TemporaryFile Save(SafeTensorsWriter writer)
    {
        using MemoryStream bytes = new();
        writer.Write(bytes);
        return new TemporaryFile(bytes.ToArray());
    }

    private static float[] Logits(Gpt model)
    {
        float[] states = new float[model.Shape.Dim];
        model.Forward([65], [1], model.CreateCaches(1), states);
        float[] logits = new float[model.Shape.Vocabulary];
        model.Logits(states, logits);
        return logits;
    }
}
