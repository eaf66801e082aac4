using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>The attention of two models, as src/README.md declares it but narrower: a prompt at once, then token by token, is what it is in double.</summary>
public sealed class ModelTests
{
    private const int Prompt = 37;
    private const int Decoded = 64;
    private const int Tokens = Prompt + Decoded;
    private const int Seed = 20240229;

    private static readonly LayerDeclaration Gpt2 = new()
    {
        InputDim = 48, OutputDim = 48, Heads = 4, KeyValueHeads = 4, HeadDim = 12, Causal = true, ContextLength = 128,
        FusedQueryKeyValue = true, QueryKeyValueBias = true, WeightLayout = WeightLayout.InputByOutput,
    };

    private static readonly LayerDeclaration Llama = new()
    {
        InputDim = 64, OutputDim = 64, Heads = 4, KeyValueHeads = 2, HeadDim = 16, Causal = true, ContextLength = 128,
        Rotary = RotaryLayout.HalfSplit, RotaryBase = 500_000, OutputBias = false,
    };

    [Fact]
    public void Attention_of_a_Gpt2_block() => CheckPromptAndDecoding(Gpt2);

    [Fact]
    public void Attention_of_a_Llama_block() => CheckPromptAndDecoding(Llama);

    private static void CheckPromptAndDecoding(LayerDeclaration declaration)
    {
        LayerTrial trial = new(declaration, Tokens, Tokens, Tokens, Seed);
        LayerTensors tensors = Scaled(trial.Tensors(DataKind.Ordinary), 0.2f / MathF.Sqrt(declaration.InputDim));
        LayerInputs inputs = trial.Inputs(DataKind.Ordinary);
        float[] expected = new DoubleLayer(declaration, tensors).Forward(inputs);
        double bound = new LayerErrorBound(declaration, tensors).Output(inputs);
        Assert.InRange(bound, 0, expected.Max(Math.Abs) / 20);

        CompiledLayer layer = new(CompiledDeclarations.Compile(declaration).Create(tensors), declaration);
        float[] actual = layer.ForwardInChunks(inputs, [Prompt, .. Enumerable.Repeat(1, Decoded)]);

        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - bound, pair.First + bound));
    }

    private static LayerTensors Scaled(LayerTensors tensors, float factor) => tensors with
    {
        Query = Scaled(tensors.Query, factor),
        Key = Scaled(tensors.Key, factor),
        Value = Scaled(tensors.Value, factor),
        QueryKeyValue = Scaled(tensors.QueryKeyValue, factor),
        Output = Scaled(tensors.Output, factor),
    };

    private static float[] Scaled(float[] tensor, float factor) => [.. tensor.Select(weight => weight * factor)];
}
