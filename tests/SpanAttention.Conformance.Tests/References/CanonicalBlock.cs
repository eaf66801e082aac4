using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>A transformer block in the canonical order: its parts by their references, norms and sums around them.</summary>
public sealed class CanonicalBlock(CanonicalArithmetic arithmetic, BlockDeclaration declaration, LayerTensors attention, LayerTensors? cross, IReadOnlyDictionary<string, float[]> feedForward, IReadOnlyDictionary<string, float[]> norms)
{
    private readonly CanonicalLayer layer = new(arithmetic, declaration.Attention, attention);
    private readonly CanonicalLayer? crossLayer = cross is null ? null : new(arithmetic, declaration.Cross!.Layer, cross);
    private readonly CanonicalPerceptron perceptron = new(arithmetic, declaration.FeedForward, feedForward);
    private readonly CanonicalNorm norm = new(arithmetic, declaration.Norm, (float)declaration.NormEpsilon);

    /// <summary>The stream after the block.</summary>
    /// <param name="inputs">The stream before it, and what attention takes.</param>
    /// <param name="context">What cross-attention takes; null without.</param>
    public float[] Forward(LayerInputs inputs, LayerInputs? context = null)
    {
        float[] Attend(float[] tokens) => layer.Forward(inputs with { Inputs = tokens, KeyInputs = tokens, ValueInputs = tokens });
        if (declaration.Parallel)
        {
            float[] first = Attend(Normalize("AttentionNorm", inputs.Inputs));
            float[] second = perceptron.Forward(Normalize("FeedForwardNorm", inputs.Inputs));
            return Add(Add(inputs.Inputs, first), second);
        }

        float[] attended = Apply("Attention", Attend, inputs.Inputs);
        float[] crossed = crossLayer is null ? attended : Apply("CrossAttention", tokens => crossLayer.Forward(context! with { Inputs = tokens }), attended);
        return Apply("FeedForward", perceptron.Forward, crossed);
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
