using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>A transformer block in the canonical order: its parts by their references, norms and sums around them.</summary>
public sealed class CanonicalBlock(CanonicalArithmetic arithmetic, BlockDeclaration declaration, LayerTensors attention, IReadOnlyDictionary<string, float[]> feedForward, IReadOnlyDictionary<string, float[]> norms)
{
    private readonly CanonicalLayer layer = new(arithmetic, declaration.Attention, attention);
    private readonly CanonicalPerceptron perceptron = new(arithmetic, declaration.FeedForward, feedForward);
    private readonly CanonicalNorm norm = new(arithmetic, declaration.Norm, (float)declaration.NormEpsilon);

    /// <summary>The stream after the block.</summary>
    public float[] Forward(LayerInputs inputs)
    {
        float[] Attend(float[] tokens) => layer.Forward(inputs with { Inputs = tokens, KeyInputs = tokens, ValueInputs = tokens });
        if (declaration.Parallel)
        {
            float[] first = Attend(Normalize("AttentionNorm", inputs.Inputs));
            float[] second = perceptron.Forward(Normalize("FeedForwardNorm", inputs.Inputs));
            return Add(Add(inputs.Inputs, first), second);
        }

        return Apply("FeedForward", perceptron.Forward, Apply("Attention", Attend, inputs.Inputs));
    }

    private float[] Apply(string part, Func<float[], float[]> forward, float[] stream) => declaration.NormPlacement switch
    {
        NormPlacement.Pre => Add(stream, forward(Normalize($"{part}Norm", stream))),
        NormPlacement.Post => Normalize($"{part}Norm", Add(stream, forward(stream))),
        NormPlacement.Sandwich => Add(stream, Normalize($"{part}OutputNorm", forward(Normalize($"{part}Norm", stream)))),
        _ => Add(stream, Normalize($"{part}Norm", forward(stream))),
    };

    private float[] Normalize(string name, float[] tokens) => [.. tokens.Chunk(declaration.Attention.InputDim).SelectMany(token => norm.Apply(token, norms[name], norms[name + "Bias"]))];

    private float[] Add(float[] stream, float[] outputs)
    {
        float scale = (float)declaration.ResidualScale;
        return [.. stream.Zip(outputs, (before, output) => before + (scale == 1 ? output : (float)(output * scale)))];
    }
}
