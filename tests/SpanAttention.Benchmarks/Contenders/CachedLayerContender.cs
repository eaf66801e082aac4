using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A layer whose cache holds all tokens but the last T; each call appends those again.</summary>
internal sealed class CachedLayerContender<TLayer> : Contender
    where TLayer : ICachedLayer<TLayer>
{
    private readonly TLayer layer;
    private readonly KeyValueCache cache;
    private readonly int cachedTokens;
    private readonly float[] inputs;
    private readonly float[] destination;

    public CachedLayerContender(string name, Workload workload, LayerTensors tensors)
        : base(name)
    {
        layer = TLayer.Create(tensors);
        cache = layer.CreateCache();
        cachedTokens = workload.KeyLength - workload.QueryLength;
        inputs = tensors.Queries(workload);
        destination = new float[workload.OutputLength];

        int cachedLength = cachedTokens * workload.ModelDim;
        layer.Forward(tensors.Inputs.AsSpan(0, cachedLength), cache, new float[cachedLength]);
    }

    public override ReadOnlySpan<float> Output => destination;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            cache.TruncateTo(cachedTokens);
            layer.Forward(inputs, cache, destination);
        }
    }
}
