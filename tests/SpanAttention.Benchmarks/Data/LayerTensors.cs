namespace SpanAttention.Benchmarks.Data;

/// <summary>A layer's weights, [out, in], and all tokens that it ever sees.</summary>
/// <param name="Inputs">[S, model]; the last T are the queries.</param>
/// <param name="Query">[heads × d, model].</param>
/// <param name="Key">[key/value heads × d, model].</param>
/// <param name="Value">[key/value heads × d, model].</param>
/// <param name="Output">[model, heads × d].</param>
/// <param name="OutputBias">[model].</param>
public sealed record LayerTensors(float[] Inputs, float[] Query, float[] Key, float[] Value, float[] Output, float[] OutputBias)
{
    /// <summary>The tokens of one call, [T, model].</summary>
    public float[] Queries(Workload workload) => Inputs[((workload.KeyLength - workload.QueryLength) * workload.ModelDim)..];
}
