using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A layer whose cache holds all tokens but the last T; each call appends those again.</summary>
internal sealed class CachedLayerContender<TLayer> : Contender
    where TLayer : ICachedLayer<TLayer>
{
    private readonly TLayer layer;
    private readonly int cachedTokens;
    private readonly float[] inputs;
    private readonly float[] destination;

    public CachedLayerContender(string name, Workload workload, LayerTensors tensors, float[] destination)
        : base(name)
    {
        layer = TLayer.Create(tensors);
        cachedTokens = workload.KeyLength - workload.QueryLength;
        inputs = tensors.Queries(workload);
        this.destination = destination;

        int cachedLength = cachedTokens * workload.ModelDim;
        layer.Continue(tensors.Inputs.AsSpan(0, cachedLength), cachedTokens: 0, new float[cachedLength]);
    }

    public override ReadOnlySpan<float> Output => destination;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            layer.Continue(inputs, cachedTokens, destination);
        }
    }
}
