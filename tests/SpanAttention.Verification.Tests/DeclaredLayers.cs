namespace SpanAttention.Verification.Tests;

// A layer and more for every kind of cache, and for layers without one.

[MultiHeadAttention(InputDim = 6, HeadDim = 3, Heads = 4, KeyValueHeads = 2, OutputDim = 5, Causal = true, ContextLength = 100)]
public sealed partial class GroupedLayer;

[MultiHeadAttention(InputDim = 5, HeadDim = 4, Heads = 2, OutputDim = 5, Causal = true, Rotary = RotaryLayout.HalfSplit, ContextLength = 130)]
public sealed partial class RotaryLayer;

[MultiHeadAttention(InputDim = 3, HeadDim = 2, Heads = 2, OutputDim = 3, Causal = true, LeftWindow = 20, Rotary = RotaryLayout.Interleaved, ContextLength = 1)]
public sealed partial class RingLayer;

[MultiHeadAttention(InputDim = 4, HeadDim = 5, OutputDim = 5, OutputProjection = false, Causal = true, SoftCap = 20, Alibi = true, CacheElement = CacheElement.Half, ContextLength = 130)]
public sealed partial class HalfLayer;

[MultiHeadAttention(InputDim = 4, HeadDim = 6, Heads = 2, OutputDim = 17, Causal = true, CacheElement = CacheElement.BFloat16, ContextLength = 130)]
public sealed partial class BFloat16Layer;

[MultiHeadAttention(InputDim = 3, HeadDim = 3, OutputProjection = false, Causal = true)]
public sealed partial class CausalLayer;

[MultiHeadAttention(InputDim = 3, HeadDim = 3, OutputProjection = false)]
public sealed partial class PlainLayer;

/// <summary>The layers as the kit calls them, with weights between −1 and 1.</summary>
internal static class DeclaredLayers
{
    public static LayerRoutine Grouped { get; } = Cached(
        nameof(GroupedLayer),
        6,
        5,
        100,
        new GroupedLayer(new GroupedLayer.Weights { Query = Random(72), Key = Random(36), Value = Random(36), Output = Random(60), OutputBias = Random(5) }),
        static layer => layer.Forward,
        static layer => layer.CreateCache(),
        static (layer, cache) => (inputs, destination) => layer.Forward(inputs, cache, destination));

    public static IReadOnlyDictionary<string, LayerRoutine> All { get; } = new[]
    {
        Grouped,
        Cached(
            nameof(RotaryLayer),
            5,
            5,
            130,
            new RotaryLayer(new RotaryLayer.Weights { Query = Random(40), Key = Random(40), Value = Random(40), Output = Random(40), OutputBias = Random(5) }),
            static layer => layer.Forward,
            static layer => layer.CreateCache(),
            static (layer, cache) => (inputs, destination) => layer.Forward(inputs, cache, destination)),
        Cached(
            nameof(RingLayer),
            3,
            3,
            0,
            new RingLayer(new RingLayer.Weights { Query = Random(12), Key = Random(12), Value = Random(12), Output = Random(12), OutputBias = Random(3) }),
            static layer => layer.Forward,
            static layer => layer.CreateCache(),
            static (layer, cache) => (inputs, destination) => layer.Forward(inputs, cache, destination)),
        Cached(
            nameof(HalfLayer),
            4,
            5,
            130,
            new HalfLayer(new HalfLayer.Weights { Query = Random(20), Key = Random(20), Value = Random(20) }),
            static layer => layer.Forward,
            static layer => layer.CreateCache(),
            static (layer, cache) => (inputs, destination) => layer.Forward(inputs, cache, destination)),
        Cached(
            nameof(BFloat16Layer),
            4,
            17,
            130,
            new BFloat16Layer(new BFloat16Layer.Weights { Query = Random(48), Key = Random(48), Value = Random(48), Output = Random(204), OutputBias = Random(17) }),
            static layer => layer.Forward,
            static layer => layer.CreateCache(),
            static (layer, cache) => (inputs, destination) => layer.Forward(inputs, cache, destination)),
        Uncached(nameof(CausalLayer), new CausalLayer(new CausalLayer.Weights { Query = Random(9), Key = Random(9), Value = Random(9) }).Forward) with { Causal = true },
        Uncached(nameof(PlainLayer), new PlainLayer(new PlainLayer.Weights { Query = Random(9), Key = Random(9), Value = Random(9) }).Forward),
    }.ToDictionary(static routine => routine.Name);

    private static LayerRoutine Uncached(string name, LayerCall forward) => new() { Name = name, InputDim = 3, OutputDim = 3, Forward = forward, Promises = AttentionPromises.All };

    private static LayerRoutine Cached<T>(
        string name, int inputDim, int outputDim, int contextLength, T layer, Func<T, LayerCall> forward, Func<T, KeyValueCache> newCache, Func<T, KeyValueCache, LayerCall> decoder) => new()
        {
            Name = name,
            InputDim = inputDim,
            OutputDim = outputDim,
            ContextLength = contextLength,
            Forward = forward(layer),
            NewDecoder = () => decoder(layer, newCache(layer)),
            Promises = AttentionPromises.All,
        };

    private static float[] Random(int length)
    {
        Random random = new(length);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
