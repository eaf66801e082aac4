using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The four projections of a layer, read from its tensors.</summary>
public sealed class LayerProjections(LayerDeclaration declaration, LayerTensors tensors)
{
    public Projection Query => declaration.FusedQueryKeyValue
        ? Fused(declaration.QueryDim, 0)
        : Own(declaration.InputDim, declaration.QueryDim, tensors.Query, tensors.QueryBias);

    public Projection Key => declaration.FusedQueryKeyValue
        ? Fused(declaration.KeyValueDim, declaration.QueryDim)
        : Own(declaration.KeyWidth, declaration.KeyValueDim, tensors.Key, tensors.KeyBias);

    public Projection Value => declaration.FusedQueryKeyValue
        ? Fused(declaration.KeyValueDim, declaration.QueryDim + declaration.KeyValueDim)
        : Own(declaration.ValueWidth, declaration.KeyValueDim, tensors.Value, tensors.ValueBias);

    public Projection Output => Own(declaration.QueryDim, declaration.OutputDim, tensors.Output, tensors.OutputBias);

    public Projection Gate => Own(declaration.InputDim, declaration.QueryDim, tensors.Gate, tensors.GateBias);

    private Projection Own(int inputDim, int outputDim, float[] weights, float[] biases) =>
        new(inputDim, outputDim, weights, biases, 0, outputDim, declaration.WeightLayout);

    private Projection Fused(int outputDim, int firstOutput) => new(
        declaration.InputDim,
        outputDim,
        tensors.QueryKeyValue,
        tensors.QueryKeyValueBias,
        firstOutput,
        declaration.QueryDim + (2 * declaration.KeyValueDim),
        declaration.WeightLayout);
}
