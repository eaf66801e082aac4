using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of a layer: projections, what becomes of query and key heads, attention by heads, output projection.</summary>
public sealed class CanonicalLayer(CanonicalArithmetic arithmetic, LayerDeclaration declaration, LayerTensors tensors) : ILayerRoutine, ILearningLayer
{
    private readonly CanonicalAttention attention = new(arithmetic, declaration.Shape);
    private readonly LayerProjections projections = new(declaration, tensors);
    private readonly CanonicalActivation sigma = new(arithmetic, Activation.None);
    private readonly CanonicalProjection all = new(arithmetic);
    private readonly CanonicalHeads heads = new(arithmetic, declaration, tensors);

    public float[] Forward(LayerInputs inputs)
    {
        float[] context = Gated(attention.Forward(Project(inputs)).Context, inputs);
        return declaration.OutputProjection ? Project(projections.Output, context, inputs.QueryLength) : context;
    }

    private float[] Gated(float[] contexts, LayerInputs inputs) => declaration.OutputGate
        ? [.. contexts.Zip(Project(projections.Gate, inputs.Inputs, inputs.QueryLength), (context, gate) => (float)(context * sigma.Sigma(gate)))]
        : contexts;

    // A reference has no cache: chunks are the whole.
    public float[] ForwardInChunks(LayerInputs inputs, IReadOnlyList<int> chunks) => Forward(inputs);

    public float[] AttentionWeights(LayerInputs inputs) => attention.Weights(Project(inputs));

    public LayerGradients Backward(LayerInputs inputs, float[] destinationGradient, IReadOnlyDictionary<string, float[]> gradients) =>
        new CanonicalLayerBackward(arithmetic, declaration, tensors, gradients).Backward([inputs], destinationGradient);

    private AttentionInputs Project(LayerInputs inputs) => new(
        heads.Queries(Project(projections.Query, inputs.Inputs, inputs.QueryLength), inputs),
        Stored(heads.Keys(Project(projections.Key, inputs.KeyInputs, inputs.KeyLength), inputs)),
        Stored(Project(projections.Value, inputs.ValueInputs, inputs.KeyLength)),
        inputs.QueryLength,
        inputs.KeyLength,
        inputs.TokenCount)
    {
        Mask = inputs.Mask,
        Bias = inputs.Bias,
        Sinks = tensors.Sinks,
    };

    /// <summary>Keys and values as they come back from where they are stored.</summary>
    private float[] Stored(float[] elements) => declaration.CacheElement switch
    {
        CacheElement.Half => [.. elements.Select(static element => (float)(Half)element)],
        CacheElement.BFloat16 => [.. elements.Select(StoredWeights.NearestBFloat16)],
        _ => elements,
    };

    private float[] Project(Projection projection, float[] inputs, int tokens) => all.Project(projection, inputs, tokens);
}
