using SpanAttention.Verification.Tests.Kernels;

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

[MultiHeadAttention(
    InputDim = 6, HeadDim = 4, Heads = 2, OutputDim = 3, Causal = true, FusedQueryKeyValue = true, QueryKeyValueBias = true, QkNorm = QkNorm.Head, QkNormEpsilon = 1e-5, Rotary = RotaryLayout.Interleaved, RotaryDim = 2, Sinks = true, SoftCap = 4,
    WeightLayout = WeightLayout.InputByOutput, ContextLength = 70)]
internal sealed partial class NormalizedLayer : ICachedLayer;

[MultiHeadAttention(InputDim = 5, HeadDim = 4, Heads = 4, KeyValueHeads = 2, OutputDim = 3, Causal = true, QkNorm = QkNorm.Projection, QkNormEpsilon = 1e-5, OutputGate = true, Rotary = RotaryLayout.HalfSplit, ContextLength = 70)]
internal sealed partial class JointlyNormalizedLayer : ICachedLayer;

[MultiHeadAttention(InputDim = 5, HeadDim = 4, Heads = 2, OutputDim = 3, QkNorm = QkNorm.HeadLayerNorm)]
internal sealed partial class CentredLayer;

[MultiHeadAttention(InputDim = 40, HeadDim = 4, Heads = 2, OutputDim = 5, Causal = true, QueryKeyValueBias = true, WeightElement = WeightElement.Int8, ContextLength = 100)]
internal sealed partial class Int8WeightsLayer : ICachedLayer;

[MultiHeadAttention(InputDim = 6, HeadDim = 3, Heads = 2, FusedQueryKeyValue = true, WeightLayout = WeightLayout.InputByOutput, OutputGate = true, WeightElement = WeightElement.BFloat16)]
internal sealed partial class BFloat16WeightsLayer;

[MultiHeadAttention(InputDim = 5, HeadDim = 4, Heads = 2, OutputDim = 3, Causal = true, Rotary = RotaryLayout.HalfSplit, RotaryPositions = RotaryPositions.Given, ContextLength = 100)]
internal sealed partial class GivenPositionsLayer;

[MultiHeadAttention(InputDim = 5, HeadDim = 6, Heads = 2, OutputDim = 3, Rotary = RotaryLayout.Interleaved, RotaryDim = 4, RotaryPositions = RotaryPositions.Rows)]
internal sealed partial class RotaryRowsLayer;

[MultiHeadAttention(InputDim = 3, HeadDim = 3, OutputProjection = false, Causal = true)]
internal sealed partial class CausalLayer;

[MultiHeadAttention(InputDim = 3, HeadDim = 3, OutputProjection = false)]
internal sealed partial class PlainLayer;

[MultiHeadAttention(InputDim = 4, ContextDim = 5, HeadDim = 3, Heads = 4, KeyValueHeads = 2, OutputDim = 6, SoftCap = 3, QueryKeyValueBias = true)]
internal sealed partial class CrossLayer;

/// <summary>The layers as the kit calls them, with weights between −1 and 1, which it knows.</summary>
internal static class DeclaredLayers
{
    public static LayerRoutine Grouped { get; } = Cached<GroupedLayer>(static weights => new GroupedLayer(new GroupedLayer.Weights { Query = weights.Query, Key = weights.Key, Value = weights.Value, Output = weights.Output, OutputBias = weights.OutputBias }));

    public static IReadOnlyDictionary<string, LayerRoutine> All { get; } = new[]
    {
        Grouped,
        Cached<RotaryLayer>(static weights => new RotaryLayer(new RotaryLayer.Weights { Query = weights.Query, Key = weights.Key, Value = weights.Value, Output = weights.Output, OutputBias = weights.OutputBias })),
        Cached<RingLayer>(static weights => new RingLayer(new RingLayer.Weights { Query = weights.Query, Key = weights.Key, Value = weights.Value, Output = weights.Output, OutputBias = weights.OutputBias })),
        Cached<HalfLayer>(static weights => new HalfLayer(new HalfLayer.Weights { Query = weights.Query, Key = weights.Key, Value = weights.Value })),
        Cached<BFloat16Layer>(static weights => new BFloat16Layer(new BFloat16Layer.Weights { Query = weights.Query, Key = weights.Key, Value = weights.Value, Output = weights.Output, OutputBias = weights.OutputBias })),
        Cached<NormalizedLayer>(static weights => new NormalizedLayer(new NormalizedLayer.Weights
        {
            QueryKeyValue = weights.QueryKeyValue, QueryKeyValueBias = weights.QueryKeyValueBias, Output = weights.Output, OutputBias = weights.OutputBias, QueryNorm = weights.QueryNorm, KeyNorm = weights.KeyNorm, Sinks = weights.Sinks,
        })),
        Cached<JointlyNormalizedLayer>(static weights => new JointlyNormalizedLayer(new JointlyNormalizedLayer.Weights
        {
            Query = weights.Query, Key = weights.Key, Value = weights.Value, Output = weights.Output, OutputBias = weights.OutputBias, QueryNorm = weights.QueryNorm, KeyNorm = weights.KeyNorm, Gate = weights.Gate,
        })),
        Layer<CentredLayer>(static weights => new CentredLayer(new CentredLayer.Weights
        {
            Query = weights.Query, Key = weights.Key, Value = weights.Value, Output = weights.Output, OutputBias = weights.OutputBias,
            QueryNorm = weights.QueryNorm, KeyNorm = weights.KeyNorm, QueryNormBias = weights.QueryNormBias, KeyNormBias = weights.KeyNormBias,
        }).Forward),
        Cached<Int8WeightsLayer>(static weights => new Int8WeightsLayer(new Int8WeightsLayer.Weights
        {
            Query = weights.Query, Key = weights.Key, Value = weights.Value, QueryBias = weights.QueryBias, KeyBias = weights.KeyBias, ValueBias = weights.ValueBias, Output = weights.Output, OutputBias = weights.OutputBias,
        })),
        Layer<BFloat16WeightsLayer>(static weights => new BFloat16WeightsLayer(new BFloat16WeightsLayer.Weights { QueryKeyValue = weights.QueryKeyValue, Output = weights.Output, OutputBias = weights.OutputBias, Gate = weights.Gate }).Forward),
        GivenPositions(),
        RotaryRows(),
        Layer<CausalLayer>(static weights => new CausalLayer(new CausalLayer.Weights { Query = weights.Query, Key = weights.Key, Value = weights.Value }).Forward),
        Cross(),
        Layer<PlainLayer>(static weights => new PlainLayer(new PlainLayer.Weights { Query = weights.Query, Key = weights.Key, Value = weights.Value }).Forward),
    }.ToDictionary(static routine => routine.Name);

    private static LayerRoutine Cross()
    {
        LayerWeights weights = RandomWeights.Of(LayerShape.Of<CrossLayer>());
        float[] sourceTokens = [.. Enumerable.Range(0, 5 * 70).Select(static index => ((index * 7 % 31) - 15) / 8f)];
        CrossLayer layer = new(new CrossLayer.Weights
        {
            Query = weights.Query, Key = weights.Key, Value = weights.Value, QueryBias = weights.QueryBias, KeyBias = weights.KeyBias, ValueBias = weights.ValueBias, Output = weights.Output, OutputBias = weights.OutputBias,
        });
        ContextCache projected = layer.ProjectContext(sourceTokens);
        return Layer<CrossLayer>(_ => (inputs, destination) => layer.Forward(inputs, sourceTokens, destination)) with
        {
            SourceTokens = sourceTokens,
            NewDecoder = () => (inputs, destination) => layer.Forward(inputs, projected, destination),
        };
    }

    private static LayerRoutine GivenPositions()
    {
        LayerWeights weights = RandomWeights.Of(LayerShape.Of<GivenPositionsLayer>());
        GivenPositionsLayer layer = new(new GivenPositionsLayer.Weights { Query = weights.Query, Key = weights.Key, Value = weights.Value, Output = weights.Output, OutputBias = weights.OutputBias });
        int[] positions = RandomWeights.Positions;
        return Layer<GivenPositionsLayer>(_ => (inputs, destination) => layer.Forward(inputs, positions.AsSpan(0, inputs.Length / 5), destination)) with
        {
            Positions = positions,
            NewCache = () => LayerCache.Of(layer.CreateCache(), (inputs, cache, destination) => layer.Forward(inputs, positions.AsSpan(cache.Count, inputs.Length / 5), cache, destination)),
        };
    }

    private static LayerRoutine RotaryRows()
    {
        LayerWeights weights = RandomWeights.Of(LayerShape.Of<RotaryRowsLayer>());
        RotaryRowsLayer layer = new(new RotaryRowsLayer.Weights { Query = weights.Query, Key = weights.Key, Value = weights.Value, Output = weights.Output, OutputBias = weights.OutputBias });
        float[] cosines = RandomWeights.Angles(2, Math.Cos);
        float[] sines = RandomWeights.Angles(2, Math.Sin);
        return Layer<RotaryRowsLayer>(_ => (inputs, destination) => layer.Forward(inputs, cosines.AsSpan(0, inputs.Length / 5 * 2), sines.AsSpan(0, inputs.Length / 5 * 2), destination)) with { Cosines = cosines, Sines = sines };
    }

    private static LayerRoutine Layer<T>(Func<LayerWeights, LayerCall> forward)
    {
        LayerShape shape = LayerShape.Of<T>();
        LayerWeights weights = RandomWeights.Of(shape);
        return LayerRoutine.Of(shape, weights, forward(weights)) with { Name = typeof(T).Name, Promises = AttentionPromises.All };
    }

    private static LayerRoutine Cached<T>(Func<LayerWeights, ICachedLayer> create)
    {
        ICachedLayer layer = create(RandomWeights.Of(LayerShape.Of<T>()));
        return Layer<T>(_ => layer.Forward) with { NewCache = () => LayerCache.Of(layer.CreateCache(), layer.Forward) };
    }
}
