using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>A layer whose every step is computed in double and rounded to float.</summary>
public sealed class DoubleLayer(LayerDeclaration declaration, LayerTensors tensors) : ILayerRoutine
{
    private readonly DoubleAttention attention = new(declaration.Shape);
    private readonly LayerProjections projections = new(declaration, tensors);
    private readonly DoubleHeads heads = new(declaration, tensors);

    public float[] Forward(LayerInputs inputs)
    {
        float[] context = Gated(attention.Forward(Attended(inputs)).Context, inputs);
        return declaration.OutputProjection ? Project(projections.Output, context) : context;
    }

    private float[] Gated(float[] contexts, LayerInputs inputs) => declaration.OutputGate
        ? [.. contexts.Zip(Project(projections.Gate, inputs.Inputs), static (context, gate) => (float)(context / (1 + Math.Exp(-(double)gate))))]
        : contexts;

    // A reference has no cache: chunks are the whole.
    public float[] ForwardInChunks(LayerInputs inputs, IReadOnlyList<int> chunks) => Forward(inputs);

    public float[] AttentionWeights(LayerInputs inputs) => attention.Weights(Attended(inputs));

    /// <summary>What the layer's attention is given: query, key and value heads.</summary>
    public AttentionInputs Attended(LayerInputs inputs) => new(
        heads.Queries(Project(projections.Query, inputs.Inputs), inputs),
        heads.Keys(Project(projections.Key, inputs.KeyInputs), inputs),
        Project(projections.Value, inputs.ValueInputs),
        inputs.QueryLength,
        inputs.KeyLength,
        inputs.TokenCount)
    {
        Mask = inputs.Mask,
        Bias = inputs.Bias,
        Sinks = tensors.Sinks,
    };

    private static float[] Project(Projection projection, float[] inputs) =>
        [.. from token in Enumerable.Range(0, inputs.Length / projection.InputDim)
            from output in Enumerable.Range(0, projection.OutputDim)
            select (float)Project(projection, inputs, token, output)];

    private static double Project(Projection projection, float[] inputs, int token, int output)
    {
        double sum = projection.HasBias ? projection.Bias(output) : 0;
        for (int x = 0; x < projection.InputDim; x++)
        {
            sum += (double)inputs[(token * projection.InputDim) + x] * projection.Weight(output, x);
        }

        return sum;
    }
}
