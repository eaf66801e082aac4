using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The four projections of a layer, read from its tensors.</summary>
public sealed class LayerProjections(LayerDeclaration declaration, LayerTensors tensors)
{
    public Projection Query { get; } = declaration.FusedQueryKeyValue
        ? Fused(declaration, tensors, declaration.QueryDim, 0)
        : Own(declaration, declaration.InputDim, declaration.QueryDim, tensors.Query, tensors.QueryBias);

    public Projection Key { get; } = declaration.FusedQueryKeyValue
        ? Fused(declaration, tensors, declaration.KeyValueDim, declaration.QueryDim)
        : Own(declaration, declaration.KeyWidth, declaration.KeyValueDim, tensors.Key, tensors.KeyBias);

    public Projection Value { get; } = declaration.FusedQueryKeyValue
        ? Fused(declaration, tensors, declaration.KeyValueDim, declaration.QueryDim + declaration.KeyValueDim)
        : Own(declaration, declaration.ValueWidth, declaration.KeyValueDim, tensors.Value, tensors.ValueBias);

    public Projection Output { get; } = Own(declaration, declaration.QueryDim, declaration.OutputDim, tensors.Output, tensors.OutputBias);

    public Projection Gate { get; } = Own(declaration, declaration.InputDim, declaration.QueryDim, tensors.Gate, tensors.GateBias);

    private static Projection Own(LayerDeclaration declaration, int inputDim, int outputDim, float[] weights, float[] biases) =>
        new(inputDim, outputDim, Stored(declaration, weights, outputDim), biases, 0, outputDim, declaration.WeightLayout);

    private static Projection Fused(LayerDeclaration declaration, LayerTensors tensors, int outputDim, int firstOutput)
    {
        int all = declaration.QueryDim + (2 * declaration.KeyValueDim);
        return new(declaration.InputDim, outputDim, Stored(declaration, tensors.QueryKeyValue, all), tensors.QueryKeyValueBias, firstOutput, all, declaration.WeightLayout);
    }

    private static float[] Stored(LayerDeclaration declaration, float[] weights, int outputs) => StoredWeights.Of(weights, outputs, declaration.WeightLayout, declaration.WeightElement);
}
