using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>Gradients of a transformer block in the canonical order: those of its parts by their references, and of the norms and sums around them, the last part first.</summary>
/// <param name="arithmetic">The canon.</param>
/// <param name="declaration">The block.</param>
/// <param name="attention">Weights of its attention.</param>
/// <param name="cross">Weights of its cross-attention; null without.</param>
/// <param name="feedForward">Weights of its feed-forward layer.</param>
/// <param name="norms">Weights of its norms.</param>
/// <param name="gradients">Gradients of all weights by name, those of parts as <c>Attention.Query</c>, which are added to.</param>
public sealed class CanonicalBlockBackward(
    CanonicalArithmetic arithmetic,
    BlockDeclaration declaration,
    LayerTensors attention,
    LayerTensors? cross,
    IReadOnlyDictionary<string, float[]> feedForward,
    IReadOnlyDictionary<string, float[]> norms,
    IReadOnlyDictionary<string, float[]> gradients)
{
    private readonly CanonicalLayer layer = new(arithmetic, declaration.Attention, attention);
    private readonly CanonicalLayer? crossLayer = cross is null ? null : new(arithmetic, declaration.Cross!.Layer, cross);
    private readonly CanonicalPerceptron perceptron = new(arithmetic, declaration.FeedForward, feedForward);
    private readonly CanonicalNorm norm = new(arithmetic, declaration.Norm, (float)declaration.NormEpsilon);
    private readonly float scale = (float)declaration.ResidualScale;

    /// <summary>The streams of all sequences after the block, and the gradients of what it took from those of the streams.</summary>
    /// <param name="sequences">The streams before it, and what attention takes.</param>
    /// <param name="contexts">What cross-attention takes, a sequence each; none without.</param>
    /// <param name="streamGradient">Gradients of the streams after it.</param>
    public BlockGradients Backward(IReadOnlyList<LayerInputs> sequences, IReadOnlyList<LayerInputs> contexts, float[] streamGradient)
    {
        float[] stream = [.. sequences.SelectMany(static sequence => sequence.Inputs)];
        Part[] parts =
        [
            new("Attention", tokens => [.. Split(sequences, tokens).SelectMany(layer.Forward)], (tokens, slopes) => Layer(declaration.Attention, attention, "Attention", Split(sequences, tokens), slopes)),
            .. crossLayer is null ? Array.Empty<Part>() : [new("CrossAttention", tokens => [.. Split(contexts, tokens).SelectMany(crossLayer.Forward)], (tokens, slopes) => Layer(declaration.Cross!.Layer, cross!, "CrossAttention", Split(contexts, tokens), slopes))],
            new("FeedForward", perceptron.Forward, (tokens, slopes) => new(perceptron.Backward(tokens, slopes, Of("FeedForward")), [], [], [])),
        ];
        if (declaration.Parallel)
        {
            return OfParallel(parts, stream, streamGradient);
        }

        foreach (Part part in parts)
        {
            stream = Forward(part, stream);
        }

        float[] gradient = streamGradient;
        foreach (Part part in Enumerable.Reverse(parts))
        {
            gradient = Backward(part, gradient);
        }

        return Result(stream, gradient, parts);
    }

    private BlockGradients OfParallel(Part[] parts, float[] stream, float[] streamGradient)
    {
        float[] outputs = stream;
        float[] gradient = streamGradient;
        foreach (Part part in parts)
        {
            part.NormInputs = stream;
            part.Inputs = Normalize($"{part.Name}Norm", stream);
            outputs = Add(outputs, Scaled(part.Forward(part.Inputs)));
            part.Gradients = part.Backward(part.Inputs, Scaled(streamGradient));
            gradient = Add(gradient, Return($"{part.Name}Norm", stream, part.Gradients.Inputs));
        }

        return Result(outputs, gradient, parts);
    }

    private static BlockGradients Result(float[] stream, float[] gradient, Part[] parts)
    {
        LayerGradients? ofCross = parts.FirstOrDefault(static part => part.Name == "CrossAttention")?.Gradients;
        return new(stream, gradient, ofCross?.KeyInputs ?? [], parts[0].Gradients!.Bias, ofCross?.Bias ?? []);
    }

    private float[] Forward(Part part, float[] stream)
    {
        bool before = declaration.NormPlacement is NormPlacement.Pre or NormPlacement.Sandwich;
        part.NormInputs = stream;
        part.Inputs = before ? Normalize($"{part.Name}Norm", stream) : stream;
        part.Outputs = part.Forward(part.Inputs);
        switch (declaration.NormPlacement)
        {
            case NormPlacement.Pre:
                return Add(stream, Scaled(part.Outputs));
            case NormPlacement.Post:
                part.NormInputs = Add(stream, Scaled(part.Outputs));
                return Normalize($"{part.Name}Norm", part.NormInputs);
            case NormPlacement.Sandwich:
                return Add(stream, Scaled(Normalize($"{part.Name}OutputNorm", part.Outputs)));
            default:
                return Add(stream, Scaled(Normalize($"{part.Name}Norm", part.Outputs)));
        }
    }

    private float[] Backward(Part part, float[] gradient)
    {
        float[] OfPart(float[] slopes) => (part.Gradients = part.Backward(part.Inputs, slopes)).Inputs;
        string name = $"{part.Name}Norm";
        switch (declaration.NormPlacement)
        {
            case NormPlacement.Pre:
                return Add(gradient, Return(name, part.NormInputs, OfPart(Scaled(gradient))));
            case NormPlacement.Post:
                float[] ofSum = Return(name, part.NormInputs, gradient);
                return Add(ofSum, OfPart(Scaled(ofSum)));
            case NormPlacement.Sandwich:
                return Add(gradient, Return(name, part.NormInputs, OfPart(Return($"{part.Name}OutputNorm", part.Outputs, Scaled(gradient)))));
            default:
                return Add(gradient, OfPart(Return(name, part.Outputs, Scaled(gradient))));
        }
    }

    private LayerGradients Layer(LayerDeclaration of, LayerTensors tensors, string part, IReadOnlyList<LayerInputs> sequences, float[] slopes) =>
        new CanonicalLayerBackward(arithmetic, of, tensors, Of(part)).Backward(sequences, slopes);

    private Dictionary<string, float[]> Of(string part) => gradients.Where(gradient => gradient.Key.StartsWith($"{part}.", StringComparison.Ordinal)).ToDictionary(gradient => gradient.Key[(part.Length + 1)..], static gradient => gradient.Value);

    /// <summary>Each sequence with its own of the tokens, which are keys and values, too, where it has no others.</summary>
    private List<LayerInputs> Split(IReadOnlyList<LayerInputs> sequences, float[] tokens)
    {
        int dim = declaration.Attention.InputDim;
        int first = 0;
        List<LayerInputs> split = [];
        foreach (LayerInputs sequence in sequences)
        {
            float[] own = tokens[first..(first + (sequence.QueryLength * dim))];
            first += own.Length;
            bool isSelf = ReferenceEquals(sequence.KeyInputs, sequence.Inputs);
            split.Add(isSelf ? sequence with { Inputs = own, KeyInputs = own, ValueInputs = own } : sequence with { Inputs = own });
        }

        return split;
    }

    private float[] Normalize(string name, float[] tokens) => [.. tokens.Chunk(declaration.Attention.InputDim).SelectMany(token => norm.Apply(token, norms[name], norms[name + "Bias"]))];

    private float[] Return(string name, float[] tokens, float[] slopes) =>
        [.. tokens.Chunk(declaration.Attention.InputDim).Zip(slopes.Chunk(declaration.Attention.InputDim)).SelectMany(pair => norm.Backward(pair.First, norms[name], pair.Second, gradients[name], gradients[name + "Bias"]))];

    private float[] Scaled(float[] numbers) => scale == 1 ? numbers : [.. numbers.Select(number => number * scale)];

    private static float[] Add(float[] first, float[] second) => [.. first.Zip(second, static (one, other) => one + other)];

    /// <summary>A part on its way forward.</summary>
    private sealed record Part(string Name, Func<float[], float[]> Forward, Func<float[], float[], LayerGradients> Backward)
    {
        public float[] NormInputs { get; set; } = [];

        public float[] Inputs { get; set; } = [];

        public float[] Outputs { get; set; } = [];

        public LayerGradients? Gradients { get; set; }
    }
}
