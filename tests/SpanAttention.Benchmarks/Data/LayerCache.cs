using System.Numerics.Tensors;

namespace SpanAttention.Benchmarks.Data;

/// <summary>Keys and values of a layer's first tokens, [key/value heads, tokens, d].</summary>
internal sealed record LayerCache(float[] Key, float[] Value)
{
    public static LayerCache Of(Workload workload, LayerTensors tensors, int tokens) =>
        new(Project(workload, tensors.Inputs, tensors.Key, tokens), Project(workload, tensors.Inputs, tensors.Value, tokens));

    private static float[] Project(Workload workload, float[] inputs, float[] weight, int tokens)
    {
        float[] projected = new float[tokens * workload.KeyWidth];
        int model = workload.ModelDim;
        for (int token = 0; token < tokens; token++)
        {
            for (int column = 0; column < workload.KeyWidth; column++)
            {
                int start = HeadOffset.Of(AttentionLayout.HeadsFirst, token, column / workload.HeadDim, tokens, workload.KeyValueHeads, workload.HeadDim);
                projected[start + (column % workload.HeadDim)] = TensorPrimitives.Dot(
                    inputs.AsSpan(token * model, model),
                    weight.AsSpan(column * model, model));
            }
        }

        return projected;
    }
}
