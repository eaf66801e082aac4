namespace SpanAttention.Verification.Tests;

// A layer and more for every kind of cache, and for layers without one.

[MultiHeadAttention(InputDim = 6, HeadDim = 3, Heads = 4, KeyValueHeads = 2, OutputDim = 5, Causal = true, ContextLength = 100)]
internal sealed partial class GroupedLayer : ICachedLayer;

[MultiHeadAttention(InputDim = 5, HeadDim = 4, Heads = 2, OutputDim = 5, Causal = true, Rotary = RotaryLayout.HalfSplit, ContextLength = 130)]
internal sealed partial class RotaryLayer : ICachedLayer;

[MultiHeadAttention(InputDim = 3, HeadDim = 2, Heads = 2, OutputDim = 3, Causal = true, LeftWindow = 20, Rotary = RotaryLayout.Interleaved, ContextLength = 1)]
internal sealed partial class RingLayer : ICachedLayer;

[MultiHeadAttention(InputDim = 4, HeadDim = 5, OutputDim = 5, OutputProjection = false, Causal = true, SoftCap = 20, Alibi = true, CacheElement = CacheElement.Half, ContextLength = 130)]
internal sealed partial class HalfLayer : ICachedLayer;

[MultiHeadAttention(InputDim = 4, HeadDim = 6, Heads = 2, OutputDim = 17, Causal = true, CacheElement = CacheElement.BFloat16, ContextLength = 130)]
internal sealed partial class BFloat16Layer : ICachedLayer;

[MultiHeadAttention(InputDim = 3, HeadDim = 3, OutputProjection = false, Causal = true)]
internal sealed partial class CausalLayer;

[MultiHeadAttention(InputDim = 3, HeadDim = 3, OutputProjection = false)]
internal sealed partial class PlainLayer;

/// <summary>The layers as the kit calls them, with weights between −1 and 1.</summary>
internal static class DeclaredLayers
{
    public static LayerRoutine Grouped { get; } = Cached(6, 5, 100, new GroupedLayer(new GroupedLayer.Weights { Query = Random(72), Key = Random(36), Value = Random(36), Output = Random(60), OutputBias = Random(5) }));

    public static IReadOnlyDictionary<string, LayerRoutine> All { get; } = new[]
    {
        Grouped,
        Cached(5, 5, 130, new RotaryLayer(new RotaryLayer.Weights { Query = Random(40), Key = Random(40), Value = Random(40), Output = Random(40), OutputBias = Random(5) })),
        Cached(3, 3, 0, new RingLayer(new RingLayer.Weights { Query = Random(12), Key = Random(12), Value = Random(12), Output = Random(12), OutputBias = Random(3) })),
        Cached(4, 5, 130, new HalfLayer(new HalfLayer.Weights { Query = Random(20), Key = Random(20), Value = Random(20) })),
        Cached(4, 17, 130, new BFloat16Layer(new BFloat16Layer.Weights { Query = Random(48), Key = Random(48), Value = Random(48), Output = Random(204), OutputBias = Random(17) })),
        Uncached(nameof(CausalLayer), new CausalLayer(new CausalLayer.Weights { Query = Random(9), Key = Random(9), Value = Random(9) }).Forward) with { Causal = true },
        Uncached(nameof(PlainLayer), new PlainLayer(new PlainLayer.Weights { Query = Random(9), Key = Random(9), Value = Random(9) }).Forward),
    }.ToDictionary(static routine => routine.Name);

    private static LayerRoutine Uncached(string name, LayerCall forward) => new() { Name = name, InputDim = 3, OutputDim = 3, Forward = forward, Promises = AttentionPromises.All };

    private static LayerRoutine Cached(int inputDim, int outputDim, int contextLength, ICachedLayer layer) => new()
    {
        Name = layer.GetType().Name,
        InputDim = inputDim,
        OutputDim = outputDim,
        ContextLength = contextLength,
        Forward = layer.Forward,
        NewDecoder = () =>
        {
            KeyValueCache cache = layer.CreateCache();
            return (inputs, destination) => layer.Forward(inputs, cache, destination);
        },
        Promises = AttentionPromises.All,
    };

    private static float[] Random(int length)
    {
        Random random = new(length);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
