using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests;

// A block for every place of norms, both kinds of them, with every kind of cache and without one.

[TransformerBlock]
[MultiHeadAttention(InputDim = 6, Heads = 2, Causal = true, QueryKeyValueBias = true, ContextLength = 100)]
[FeedForward(InputDim = 6, HiddenDim = 11, Activation = Activation.GeluTanh)]
internal sealed partial class PreBlock : ICachedBlock;

[TransformerBlock(NormPlacement = NormPlacement.Post, NormEpsilon = 1e-12)]
[MultiHeadAttention(InputDim = 8, Heads = 2, QueryKeyValueBias = true)]
[FeedForward(InputDim = 8, HiddenDim = 20)]
internal sealed partial class PostBlock;

[TransformerBlock(Norm = NormKind.RootMeanSquare, NormPlacement = NormPlacement.Sandwich, NormEpsilon = 1e-6)]
[MultiHeadAttention(InputDim = 5, HeadDim = 4, Heads = 4, KeyValueHeads = 2, Causal = true, LeftWindow = 20, Rotary = RotaryLayout.HalfSplit, OutputBias = false, SoftCap = 20, ContextLength = 1)]
[FeedForward(InputDim = 5, HiddenDim = 9, Activation = Activation.GeluTanh, Gated = true, Bias = false)]
internal sealed partial class SandwichBlock : ICachedBlock;

[TransformerBlock(Norm = NormKind.RootMeanSquare, NormPlacement = NormPlacement.AfterBranch, ResidualScale = 0.5)]
[MultiHeadAttention(InputDim = 7, HeadDim = 4, Heads = 2, Causal = true, QkNorm = QkNorm.Head, Rotary = RotaryLayout.HalfSplit, OutputBias = false, CacheElement = CacheElement.BFloat16, ContextLength = 70)]
[FeedForward(InputDim = 7, HiddenDim = 16, Activation = Activation.Silu, Gated = true, Bias = false, FusedGateUp = true)]
internal sealed partial class AfterBranchBlock : ICachedBlock;

[TransformerBlock(Parallel = true, NormBias = false)]
[MultiHeadAttention(InputDim = 4, HeadDim = 4, Heads = 2, Causal = true, Rotary = RotaryLayout.Interleaved, RotaryDim = 2)]
[FeedForward(InputDim = 4, HiddenDim = 6, Activation = Activation.Relu)]
internal sealed partial class ParallelBlock;

[TransformerBlock(NormPlacement = NormPlacement.Sandwich, ResidualScale = 0.5)]
[MultiHeadAttention(InputDim = 4, HeadDim = 2, Heads = 2, Causal = true, ContextLength = 100)]
[CrossAttention(InputDim = 4, ContextDim = 3, HeadDim = 3, Heads = 2, KeyValueHeads = 1, Sinks = true, WeightElement = WeightElement.BFloat16)]
[FeedForward(InputDim = 4, HiddenDim = 6)]
internal sealed partial class DecoderBlock;

/// <summary>The blocks as the kit calls them, with weights between −1 and 1, which it knows.</summary>
internal static class DeclaredBlocks
{
    public static LayerRoutine Pre { get; } = Cached<PreBlock>(static weights => new PreBlock(new PreBlock.Weights
    {
        Attention =
        {
            Query = weights.Attention.Query, Key = weights.Attention.Key, Value = weights.Attention.Value, Output = weights.Attention.Output,
            QueryBias = weights.Attention.QueryBias, KeyBias = weights.Attention.KeyBias, ValueBias = weights.Attention.ValueBias, OutputBias = weights.Attention.OutputBias,
        },
        FeedForward = { Up = weights.FeedForward.Up, UpBias = weights.FeedForward.UpBias, Down = weights.FeedForward.Down, DownBias = weights.FeedForward.DownBias },
        AttentionNorm = weights.AttentionNorm, AttentionNormBias = weights.AttentionNormBias, FeedForwardNorm = weights.FeedForwardNorm, FeedForwardNormBias = weights.FeedForwardNormBias,
    }));

    public static IReadOnlyDictionary<string, LayerRoutine> All { get; } = new[]
    {
        Pre,
        Block<PostBlock>(static weights => new PostBlock(new PostBlock.Weights
        {
            Attention =
            {
                Query = weights.Attention.Query, Key = weights.Attention.Key, Value = weights.Attention.Value, Output = weights.Attention.Output,
                QueryBias = weights.Attention.QueryBias, KeyBias = weights.Attention.KeyBias, ValueBias = weights.Attention.ValueBias, OutputBias = weights.Attention.OutputBias,
            },
            FeedForward = { Up = weights.FeedForward.Up, UpBias = weights.FeedForward.UpBias, Down = weights.FeedForward.Down, DownBias = weights.FeedForward.DownBias },
            AttentionNorm = weights.AttentionNorm, AttentionNormBias = weights.AttentionNormBias, FeedForwardNorm = weights.FeedForwardNorm, FeedForwardNormBias = weights.FeedForwardNormBias,
        }).Forward),
        Cached<SandwichBlock>(static weights => new SandwichBlock(new SandwichBlock.Weights
        {
            Attention = { Query = weights.Attention.Query, Key = weights.Attention.Key, Value = weights.Attention.Value, Output = weights.Attention.Output },
            FeedForward = { Gate = weights.FeedForward.Gate, Up = weights.FeedForward.Up, Down = weights.FeedForward.Down },
            AttentionNorm = weights.AttentionNorm, AttentionOutputNorm = weights.AttentionOutputNorm, FeedForwardNorm = weights.FeedForwardNorm, FeedForwardOutputNorm = weights.FeedForwardOutputNorm,
        })),
        Cached<AfterBranchBlock>(static weights => new AfterBranchBlock(new AfterBranchBlock.Weights
        {
            Attention =
            {
                Query = weights.Attention.Query, Key = weights.Attention.Key, Value = weights.Attention.Value, Output = weights.Attention.Output, QueryNorm = weights.Attention.QueryNorm, KeyNorm = weights.Attention.KeyNorm,
            },
            FeedForward = { GateUp = weights.FeedForward.GateUp, Down = weights.FeedForward.Down },
            AttentionNorm = weights.AttentionNorm, FeedForwardNorm = weights.FeedForwardNorm,
        })),
        Block<ParallelBlock>(static weights => new ParallelBlock(new ParallelBlock.Weights
        {
            Attention = { Query = weights.Attention.Query, Key = weights.Attention.Key, Value = weights.Attention.Value, Output = weights.Attention.Output, OutputBias = weights.Attention.OutputBias },
            FeedForward = { Up = weights.FeedForward.Up, UpBias = weights.FeedForward.UpBias, Down = weights.FeedForward.Down, DownBias = weights.FeedForward.DownBias },
            AttentionNorm = weights.AttentionNorm, FeedForwardNorm = weights.FeedForwardNorm,
        }).Forward),
        Decoder(),
    }.ToDictionary(static routine => routine.Name);

    private static LayerRoutine Decoder()
    {
        BlockWeights weights = RandomWeights.Of(BlockShape.Of<DecoderBlock>());
        DecoderBlock block = new(new DecoderBlock.Weights
        {
            Attention = { Query = weights.Attention.Query, Key = weights.Attention.Key, Value = weights.Attention.Value, Output = weights.Attention.Output, OutputBias = weights.Attention.OutputBias },
            CrossAttention =
            {
                Query = weights.CrossAttention.Query, Key = weights.CrossAttention.Key, Value = weights.CrossAttention.Value, Output = weights.CrossAttention.Output, OutputBias = weights.CrossAttention.OutputBias,
                Sinks = weights.CrossAttention.Sinks,
            },
            FeedForward = { Up = weights.FeedForward.Up, UpBias = weights.FeedForward.UpBias, Down = weights.FeedForward.Down, DownBias = weights.FeedForward.DownBias },
            AttentionNorm = weights.AttentionNorm, AttentionNormBias = weights.AttentionNormBias, AttentionOutputNorm = weights.AttentionOutputNorm, AttentionOutputNormBias = weights.AttentionOutputNormBias,
            CrossAttentionNorm = weights.CrossAttentionNorm, CrossAttentionNormBias = weights.CrossAttentionNormBias,
            CrossAttentionOutputNorm = weights.CrossAttentionOutputNorm, CrossAttentionOutputNormBias = weights.CrossAttentionOutputNormBias,
            FeedForwardNorm = weights.FeedForwardNorm, FeedForwardNormBias = weights.FeedForwardNormBias, FeedForwardOutputNorm = weights.FeedForwardOutputNorm, FeedForwardOutputNormBias = weights.FeedForwardOutputNormBias,
        });
        float[] sourceTokens = [.. Enumerable.Range(0, 3 * 70).Select(static index => ((index * 7 % 31) - 15) / 8f)];
        ContextCache projected = block.ProjectContext(sourceTokens);
        return Block<DecoderBlock>(_ => stream => block.Forward(stream, sourceTokens)) with
        {
            SourceTokens = sourceTokens,
            NewCache = () => LayerCache.Of(block.CreateCache(), (stream, cache) => block.Forward(stream, projected, cache)),
        };
    }

    private static LayerRoutine Block<T>(Func<BlockWeights, StreamCall> forward)
    {
        BlockShape shape = BlockShape.Of<T>();
        BlockWeights weights = RandomWeights.Of(shape);
        return LayerRoutine.Of(shape, weights, forward(weights)) with { Name = typeof(T).Name, Promises = AttentionPromises.All };
    }

    private static LayerRoutine Cached<T>(Func<BlockWeights, ICachedBlock> create)
    {
        ICachedBlock block = create(RandomWeights.Of(BlockShape.Of<T>()));
        return Block<T>(_ => block.Forward) with { NewCache = () => LayerCache.Of(block.CreateCache(), block.Forward) };
    }
}
