using System.Numerics.Tensors;

namespace SpanAttention.Benchmarks.Data;

/// <summary>Keys and values of a layer's first tokens, [key/value heads, tokens, d].</summary>
internal sealed record LayerCache(float[] Key, float[] Value)
{
    public static LayerCache Of(Workload workload, LayerTensors tensors, int tokens) =>
        Of(workload, tensors.Inputs, tensors, new float[workload.KeyWidth], new float[workload.KeyWidth], tokens);

    /// <summary>Keys and values that a block's caches hold before a call, and room for those of the call.</summary>
    public static LayerCache Of(Workload workload, BlockTensors tensors)
    {
        float[] inputs = new float[workload.KeyLength * workload.ModelDim];
        tensors.Cached(workload).CopyTo(inputs);
        Normalization.LayerNorm(inputs, tensors.AttentionNorm, tensors.AttentionNormBias, workload.Style.NormEpsilon, inputs);
        return Of(workload, inputs, tensors.Attention, tensors.KeyBias, tensors.ValueBias, workload.KeyLength);
    }

    private static LayerCache Of(Workload workload, float[] inputs, LayerTensors tensors, float[] keyBias, float[] valueBias, int tokens) =>
        new(Project(workload, inputs, tensors.Key, keyBias, tokens), Project(workload, inputs, tensors.Value, valueBias, tokens));

    private static float[] Project(Workload workload, float[] inputs, float[] weight, float[] bias, int tokens)
    {
        float[] projected = new float[tokens * workload.KeyWidth];
        int model = workload.ModelDim;
        for (int token = 0; token < tokens; token++)
        {
            for (int column = 0; column < workload.KeyWidth; column++)
            {
                int start = HeadOffset.Of(AttentionLayout.HeadsFirst, token, column / workload.HeadDim, tokens, workload.KeyValueHeads, workload.HeadDim);
                projected[start + (column % workload.HeadDim)] = bias[column] + TensorPrimitives.Dot(
                    inputs.AsSpan(token * model, model),
                    weight.AsSpan(column * model, model));
            }
        }

        return projected;
    }
}
