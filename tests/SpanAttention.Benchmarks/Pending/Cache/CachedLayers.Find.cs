using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

internal static partial class CachedLayers
{
    static partial void Find(ref CachedLayerSupport support) =>
        support = new CachedLayerSupport("ICachedLayer", typeof(CachedLayerContender<>), [Declaration.Of<CachedModelLayer>()]);
}
