using System.Runtime.InteropServices;
using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Transformer blocks that are broken in one way, and the properties that must name it.</summary>
internal static class BlockMistakes
{
    private const int Dim = 5;

    private static readonly LayerShape Attention = new() { InputDim = Dim, HeadDim = 4, Heads = 4, KeyValueHeads = 2, Causal = true, ContextLength = 200, Rotary = RotaryLayout.HalfSplit };
    private static readonly FeedForwardShape FeedForward = new() { InputDim = Dim, HiddenDim = 7 };

    private static readonly BlockShape Pre = new() { Attention = Attention, FeedForward = FeedForward };
    private static readonly BlockShape Post = Pre with { NormPlacement = NormPlacement.Post };
    private static readonly BlockShape Sandwich = Pre with { NormPlacement = NormPlacement.Sandwich };
    private static readonly BlockShape AfterBranch = Pre with { NormPlacement = NormPlacement.AfterBranch };
    private static readonly BlockShape Parallel = Pre with { Parallel = true };
    private static readonly BlockShape Scaled = Pre with { ResidualScale = 0.25 };
    private static readonly BlockShape RootMeanSquare = Pre with { Norm = NormKind.RootMeanSquare };
    private static readonly BlockShape Gated = RootMeanSquare with { FeedForward = FeedForward with { Gated = true, Activation = Activation.Silu } };
    private static readonly BlockShape Headed = Pre with { Attention = Attention with { QkNorm = QkNorm.Head } };
    private static readonly BlockShape Uncached = Pre with { Attention = Attention with { ContextLength = 0 } };
    private static readonly BlockShape Window = Pre with { Attention = Attention with { LeftWindow = 20, ContextLength = 1 } };

    private static readonly BlockShape Decoder = Pre with { CrossAttention = new() { InputDim = Dim, ContextDim = 3, HeadDim = 4, Heads = 2 } };
    private static readonly float[] SourceTokens = [.. Enumerable.Range(0, 21).Select(static index => ((index * 5 % 13) - 6) / 4f)];

    private static readonly BlockWeights Weights = RandomWeights.Of(Pre);
    private static readonly ScalarBlock Right = new(Pre, Weights);
    private static readonly LayerRoutine Declared = DeclaredBlocks.Pre;

    public static IReadOnlyDictionary<string, (LayerRoutine Routine, string[] Properties)> All { get; } = new Dictionary<string, (LayerRoutine Routine, string[] Properties)>
    {
        ["norms are before the parts, not behind the sums"] = Other(Post, Pre),
        ["norms are behind the sums, not before the parts"] = Other(Pre, Post),
        ["norms are behind the parts, not before them"] = Other(Pre, AfterBranch),
        ["norms are before the parts, not behind them"] = Other(AfterBranch, Pre),
        ["norms are behind the sums, not behind the parts"] = Other(AfterBranch, Post),
        ["what the parts give has no norm"] = (Like(Sandwich, new ScalarBlock(Pre, RandomWeights.Of(Sandwich))), ["LayerWithinErrorBound"]),
        ["norms of what goes in and of what comes out change places"] = Other(Sandwich, Sandwich, static weights => weights with
        {
            AttentionNorm = weights.AttentionOutputNorm, AttentionOutputNorm = weights.AttentionNorm, FeedForwardNorm = weights.FeedForwardOutputNorm, FeedForwardOutputNorm = weights.FeedForwardNorm,
        }),
        ["the parts read one stream"] = Other(Pre, Parallel),
        ["the parts read one after the other"] = Other(Parallel, Pre),
        ["parallel parts share one norm"] = Other(Parallel, Parallel, static weights => weights with { FeedForwardNorm = weights.AttentionNorm, FeedForwardNormBias = weights.AttentionNormBias }),
        ["norms of the parts change places"] = Other(Pre, Pre, static weights => weights with { AttentionNorm = weights.FeedForwardNorm, FeedForwardNorm = weights.AttentionNorm }),

        ["cross-attention is left out"] = Decoded(static block => block with { CrossAttention = null }),
        ["cross-attention has the norm of attention"] = Decoded(static block => block with { Weights = block.Weights with { CrossAttentionNorm = block.Weights.AttentionNorm, CrossAttentionNormBias = block.Weights.AttentionNormBias } }),
        ["cross-attention leaves the last source token out"] = Decoded(static block => block with { SourceTokens = SourceTokens[..^3] }),
        ["keys and values of source tokens change places"] = Decoded(static block => block with { CrossAttention = block.CrossAttention! with { Weights = block.Weights.CrossAttention with { Key = block.Weights.CrossAttention.Value, Value = block.Weights.CrossAttention.Key } } }),
        ["cross-attention sees source tokens as if they were causal"] = Decoded(static block => block with { CrossAttention = block.CrossAttention! with { Sees = static (token, other) => other <= token } }),

        ["the stream is added twice"] = Added(static (stream, outputs) => PlainSteps.Add(stream, PlainSteps.Add(stream, outputs))),
        ["the stream is not added"] = Added(static (_, outputs) => outputs),
        ["what the parts give is not added"] = (Right with { Add = static (stream, _) => stream }).Known("StreamsAreWritten", "LayerWithinErrorBound", "OutputsDependOnWhatTheySee"),
        ["what the parts give is subtracted"] = Added(static (stream, outputs) => PlainSteps.Add(stream, Array.ConvertAll(outputs, static number => -number))),
        ["the normalized stream is what is added to"] = (Right with { Add = static (stream, outputs) => PlainSteps.Add(Right.Norm.Apply(stream, Weights.AttentionNorm, Weights.AttentionNormBias), outputs) }).Known("LayerWithinErrorBound"),
        ["the residual scale is left out"] = Other(Scaled, Pre),
        ["the residual scale is the stream's"] = (Like(Scaled, new ScalarBlock(Pre, RandomWeights.Of(Scaled)) { Add = static (stream, outputs) => PlainSteps.Add(Array.ConvertAll(stream, static number => number / 4), outputs) }), ["LayerWithinErrorBound"]),
        ["the residual scale is the sum's"] = (Like(Scaled, new ScalarBlock(Pre, RandomWeights.Of(Scaled)) { Add = static (stream, outputs) => Array.ConvertAll(PlainSteps.Add(stream, outputs), static number => number / 4) }), ["LayerWithinErrorBound"]),

        ["no epsilon"] = Normalized(static norm => norm with { Root = static (mean, _) => 1 / MathF.Sqrt(mean) }),
        ["epsilon is outside the root"] = Normalized(static norm => norm with { Root = static (mean, epsilon) => 1 / (MathF.Sqrt(mean) + epsilon) }),
        ["another epsilon"] = Normalized(static norm => norm with { Epsilon = 1e-6f }),
        ["the variance of n − 1"] = Normalized(static norm => norm with { Mean = static (sum, length) => sum / (length - 1) }),
        ["the sum of squares, not their mean"] = Normalized(static norm => norm with { Mean = static (sum, _) => sum }),
        ["divided by the variance"] = Normalized(static norm => norm with { Root = static (mean, epsilon) => 1 / (mean + epsilon) }),
        ["the mean is not subtracted"] = Normalized(static norm => norm with { Kind = NormKind.RootMeanSquare }),
        ["the mean is subtracted from a root mean square"] = Other(RootMeanSquare, Pre),
        ["no norm bias"] = Other(Pre, Pre, static weights => weights with { AttentionNormBias = new float[Dim] }),
        ["no norm weight"] = Other(Pre, Pre, static weights => weights with { FeedForwardNorm = [1, 1, 1, 1, 1] }),
        ["all tokens are normalized by the first one's root"] = (Right with { Norm = Right.Norm with { Root = OfFirst() } }).Known("LayerWithinErrorBound"),

        ["gelu by tanh for gelu by erf"] = Other(Pre, Pre with { FeedForward = FeedForward with { Activation = Activation.GeluTanh } }),
        ["gates are not activated"] = Other(Gated, Gated with { FeedForward = Gated.FeedForward with { Activation = Activation.None } }),
        ["heads are normalized by their mean, too"] = Other(Headed, Headed, static weights => weights with { Attention = weights.Attention with { QueryNormBias = new float[4], KeyNormBias = new float[4] } }),
        ["no positions"] = Other(Pre, Pre with { Attention = Attention with { Rotary = RotaryLayout.None } }),
        ["no output bias of attention"] = Other(Pre, Pre with { Attention = Attention with { OutputBias = false } }),
        ["no output bias of feed-forward"] = Other(Pre, Pre, static weights => weights with { FeedForward = weights.FeedForward with { DownBias = new float[Dim] } }),
        ["a window of one more"] = Other(Window, Window with { Attention = Window.Attention with { LeftWindow = 21 } }, null, "LayerWithinErrorBound", "TokensIgnoreWhatTheyDoNotSee"),
        ["every token sees the last"] = (Like(Uncached, new ScalarBlock(Uncached with { Attention = Uncached.Attention with { Causal = false } }, Weights)), ["EarlierTokensIgnoreLater", "FewerTokensGiveTheSame", "LayerWithinErrorBound"]),
        ["does not attend"] = (Right with { Attention = Right.Attention with { Sees = static (token, other) => token == other } }).Known("OutputsDependOnWhatTheySee", "LayerWithinErrorBound"),
        ["tokens from 64 on are not attended"] = (Right with { Attention = Right.Attention with { Sees = static (_, other) => other < 64 } }).Known("LayerWithinErrorBound"),

        ["nothing is written"] = (Right with { Outputs = static (inputs, _) => inputs }).Known("StreamsAreWritten"),
        ["the last element of a token is not written"] = (Right with { Outputs = static (inputs, outputs) => [.. outputs.Select((number, index) => index % Dim == Dim - 1 ? inputs[index] : number)] }).Known("StreamsAreWritten", "LayerWithinErrorBound"),
        ["the last token is not written where there are several"] = (Right with { Outputs = static (inputs, outputs) => outputs.Length == Dim ? outputs : [.. outputs[..^Dim], .. inputs[^Dim..]] }).Known("StreamsAreWritten", "FewerTokensGiveTheSame", "CacheEqualsRecompute"),
        ["NaN is written"] = (Right with { Outputs = static (_, outputs) => Array.ConvertAll(outputs, static _ => float.NaN) }).Known("OutputsAreNumbers"),
        ["four tokens together are summed otherwise than one"] = (Like(Uncached, new ScalarBlock(Uncached, Weights) { Outputs = static (_, outputs) => outputs.Length >= 4 * Dim ? [MathF.BitIncrement(outputs[0]), .. outputs[1..]] : outputs }), ["FewerTokensGiveTheSame"]),
        ["four tokens together are summed otherwise than one, with a cache"] = (Right with { Outputs = static (_, outputs) => outputs.Length >= 4 * Dim ? [MathF.BitIncrement(outputs[0]), .. outputs[1..]] : outputs }).Known("FewerTokensGiveTheSame", "CacheEqualsRecompute"),
        ["a float behind the stream is written"] = (Like(Pre, Right) with { Forward = Beyond, NewCache = null }, ["NothingElseIsWritten"]),
        ["the last call is remembered"] = (LayerRoutine.Of(Uncached, Weights, Remembers()), ["SameCallSameBits"]),
        ["one workspace for all threads"] = (LayerRoutine.Of(Uncached, Weights, ThroughWorkspace()), ["SameCallSameBits"]),
        ["a block that writes elsewhere, and its inputs, too"] = (LayerRoutine.Of(Uncached, Weights, static (inputs, destination) => AlsoInputs(inputs, destination)), ["InputsAreNotWritten"]),
        ["a block that writes elsewhere leaves the last output"] = (LayerRoutine.Of(Uncached, Weights, static (inputs, destination) => LeavesLast(inputs, destination)), ["OutputsAreNumbers", "NothingElseIsWritten"]),

        ["a cache forgets"] = (Like(Pre, Right) with { NewCache = null, NewDecoder = static () => StreamCalls.Of(Right.Forward) }, ["CacheEqualsRecompute"]),
        ["positions begin anew with each call"] = Cached(Right.Attention with { Turned = static (position, first) => position - first }, "CacheEqualsRecompute"),
        ["the first token is lost after 64"] = Cached(Right.Attention with { After = static cache => cache.Keep(64) }, "CacheEqualsRecompute"),
        ["keys are those of the stream, not of the normalized one, once they are cached"] = (Like(Pre, Right) with { NewCache = null, NewDecoder = static () => new ScalarBlock(Post, Weights).NewCache().Forward }, ["CacheEqualsRecompute"]),
        ["a cut is not made"] = Cached(Right.Attention with { Cut = static (_, _) => { } }, "TruncatedTokensNeverWere"),
        ["a cut keeps one more"] = Cached(Right.Attention with { Cut = static (cache, count) => cache.TruncateTo(Math.Min(count + 1, cache.Count)) }, "TruncatedTokensNeverWere"),
        ["a copy holds nothing"] = Cached(Right.Attention with { Copy = static (_, _) => { } }, "CopiedCachesGoOnAlone"),
        ["a copy holds the very tokens of the cache"] = Cached(Right.Attention with { Copy = static (cache, other) => cache.ShareWith(other) }, "CopiedCachesGoOnAlone"),
        ["a loaded cache holds what it held"] = Cached(Right.Attention with { Load = static (_, _) => { } }, "SavedCachesGoOn"),
        ["a reset keeps the tokens"] = Cached(Right.Attention with { Reset = static _ => { } }, "ResetCachesAreNew"),

        ["a call allocates"] = (Declared with { Forward = static (inputs, destination) => Declared.Forward(inputs.ToArray(), destination) }, ["LayerAllocatesNothing"]),
        ["half a token is left out"] = (Declared with { Forward = static (inputs, destination) => Declared.Forward(inputs[..^(inputs.Length % Declared.InputDim)], destination) }, ["WrongLayerSpansThrow"]),
        ["a stream is written before it is refused"] = (Declared with { Forward = static (inputs, destination) => WritesFirst(Declared.Forward, inputs, destination) }, ["WrongLayerSpansThrow"]),
        ["a stream is written before a full cache refuses it"] = (Declared with { NewCache = null, NewDecoder = static () => WritesFull(Declared.NewCache!().Forward) }, ["FullCachesRefuse"]),
        ["a token that is refused stays in the cache"] = (Declared with { NewCache = null, NewDecoder = static () => Keeps(Declared.NewCache!()) }, ["WrongLayerSpansThrow"]),
    };

    // The block computes another shape, or other weights, than it says.
    private static (LayerRoutine Routine, string[] Properties) Other(BlockShape shape, BlockShape other, Func<BlockWeights, BlockWeights>? with = null, params string[] properties) =>
        (Like(shape, new ScalarBlock(other, (with ?? (static same => same))(RandomWeights.Of(shape)))), properties.Length == 0 ? ["LayerWithinErrorBound"] : properties);

    private static (LayerRoutine Routine, string[] Properties) Decoded(Func<ScalarBlock, ScalarBlock> other)
    {
        BlockWeights weights = RandomWeights.Of(Decoder);
        ScalarBlock right = new(Decoder, weights) { SourceTokens = SourceTokens };
        return (other(right).As(Decoder, weights) with { SourceTokens = SourceTokens }, ["LayerWithinErrorBound"]);
    }

    private static LayerRoutine Like(BlockShape shape, ScalarBlock block) => block.As(shape, RandomWeights.Of(shape));

    private static (LayerRoutine Routine, string[] Properties) Known(this ScalarBlock block, params string[] properties) => (block.As(Pre, Weights), properties);

    private static (LayerRoutine Routine, string[] Properties) Added(Func<float[], float[], float[]> add) => (Right with { Add = add }).Known("LayerWithinErrorBound");

    private static (LayerRoutine Routine, string[] Properties) Normalized(Func<ScalarNorm, ScalarNorm> other) => (Right with { Norm = other(Right.Norm) }).Known("LayerWithinErrorBound");

    private static (LayerRoutine Routine, string[] Properties) Cached(ScalarLayer attention, params string[] properties) => (Right with { Attention = attention }).Known(properties);

    private static Func<float, float, float> OfFirst()
    {
        int calls = 0;
        float first = 0;
        return (mean, epsilon) => first = calls++ % 2 == 0 ? 1 / MathF.Sqrt(mean + epsilon) : first;
    }

    private static void Beyond(ReadOnlySpan<float> inputs, Span<float> destination)
    {
        Span<float> longer = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(destination), destination.Length + 1);
        StreamCalls.Of(Right.Forward)(inputs, destination);
        longer[^1] = 0;
    }

    private static StreamCall Remembers()
    {
        float last = 0;
        return stream =>
        {
            float first = stream[0];
            Right.Forward(stream);
            stream[0] += last / 100;
            last = first;
        };
    }

    private static StreamCall ThroughWorkspace()
    {
        float[] workspace = new float[1 << 12];
        return stream =>
        {
            float[] inputs = stream.ToArray();
            inputs.CopyTo(workspace, 0);
            Right.Forward(stream);
            for (int index = 0; index < inputs.Length; index++)
            {
                stream[index] += workspace[index] - inputs[index];
            }
        };
    }

    private static void AlsoInputs(ReadOnlySpan<float> inputs, Span<float> destination)
    {
        StreamCalls.Of(Right.Forward)(inputs, destination);
        destination[..inputs.Length].CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(inputs), inputs.Length));
    }

    private static void LeavesLast(ReadOnlySpan<float> inputs, Span<float> destination)
    {
        float[] outputs = new float[inputs.Length];
        StreamCalls.Of(Right.Forward)(inputs, outputs);
        outputs.AsSpan(0, outputs.Length - 1).CopyTo(destination);
    }

    private static void WritesFirst(LayerCall right, ReadOnlySpan<float> inputs, Span<float> destination)
    {
        try
        {
            right(inputs, destination);
        }
        catch (ArgumentException)
        {
            destination[0] = 0;
            throw;
        }
    }

    private static LayerCall WritesFull(LayerCall right) => (inputs, destination) =>
    {
        try
        {
            right(inputs, destination);
        }
        catch (InvalidOperationException)
        {
            destination[0] += 1;
            throw;
        }
    };

    private static LayerCall Keeps(LayerCache cache) => (inputs, destination) =>
    {
        try
        {
            cache.Forward(inputs, destination);
        }
        catch (ArgumentException)
        {
            cache.Forward(new float[Declared.InputDim], new float[Declared.InputDim]);
            throw;
        }
    };
}
