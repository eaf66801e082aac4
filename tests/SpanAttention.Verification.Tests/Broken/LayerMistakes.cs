using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Layers that are broken in one way, and the properties that must name it.</summary>
internal static class LayerMistakes
{
    private static readonly LayerShape Shape = new() { InputDim = 5, HeadDim = 4, Heads = 4, KeyValueHeads = 2, OutputDim = 3, Causal = true, ContextLength = 200, Rotary = RotaryLayout.HalfSplit };
    private static readonly LayerWeights Weights = RandomWeights.Of(Shape);
    private static readonly ScalarLayer Right = new(Shape, Weights);

    private static readonly LayerShape Window = Shape with { LeftWindow = 20, ContextLength = 1 };
    private static readonly LayerShape Normalized = Shape with { QkNorm = QkNorm.Head, QueryKeyValueBias = true };
    private static readonly LayerShape Unbiased = Shape with { QkNorm = QkNorm.Head };
    private static readonly LayerShape Together = Shape with { QkNorm = QkNorm.Projection };
    private static readonly LayerShape Centred = Shape with { QkNorm = QkNorm.HeadLayerNorm };
    private static readonly LayerShape Gated = Shape with { OutputGate = true, QueryKeyValueBias = true };
    private static readonly LayerShape Sloped = Shape with { Rotary = RotaryLayout.None, Alibi = true, SoftCap = 2, Sinks = true };

    private static readonly LayerShape Cross = new() { InputDim = 5, ContextDim = 3, HeadDim = 4, Heads = 4, KeyValueHeads = 2, OutputDim = 3 };
    private static readonly ScalarLayer Crossing = new(Cross, RandomWeights.Of(Cross)) { SourceTokens = [.. Enumerable.Range(0, 21).Select(static index => ((index * 5 % 13) - 6) / 4f)] };

    // What a layer can be held to of which neither shape nor weights are known.
    private static readonly LayerRoutine Unknown = Right.As(Shape, Weights) with { Shape = null, Weights = null };

    public static IReadOnlyDictionary<string, (LayerRoutine Routine, string[] Properties)> All { get; } = new Dictionary<string, (LayerRoutine Routine, string[] Properties)>
    {
        ["writes nothing"] = (Unknown with { Forward = static (_, _) => { }, NewCache = null, NewDecoder = static () => static (_, _) => { } }, ["OutputsAreNumbers", "NothingElseIsWritten", "CacheEqualsRecompute"]),
        ["writes zeros"] = (Unknown with { Forward = static (_, destination) => destination.Clear(), NewCache = null, NewDecoder = static () => static (_, destination) => destination.Clear() }, ["OutputsDependOnTheirToken"]),
        ["writes NaN"] = (Unknown with { Forward = static (_, destination) => destination.Fill(float.NaN), NewCache = null, NewDecoder = static () => static (_, destination) => destination.Fill(float.NaN) }, ["OutputsAreNumbers"]),
        ["does not attend"] = (Unknown with { Forward = (Right with { Sees = static (token, other) => token == other }).Forward, NewCache = (Right with { Sees = static (token, other) => token == other }).NewCache }, ["OutputsDependOnWhatTheySee"]),
        ["sees the others only"] = (Unknown with { Forward = Rows(static (inputs, outputs, token) => { for (int x = 0; x < 3 && token > 0; x++) { outputs[x] = inputs[((token - 1) * 5) + x]; } }), NewCache = null }, ["OutputsDependOnWhatTheySee"]),
        ["an element of the inputs is not read"] = (Unknown with { Forward = static (inputs, destination) => Right.Forward(Without(inputs, 4), destination), NewCache = null }, ["OutputsDependOnTheirToken"]),
        ["an element of the outputs is constant"] = (Unknown with { Forward = (Right with { Outputs = static outputs => outputs[2] = 1 }).Forward, NewCache = (Right with { Outputs = static outputs => outputs[2] = 1 }).NewCache }, ["OutputsDependOnTheirToken"]),
        ["exponentials overflow"] = (Unknown with { Forward = (Right with { Exp = static (score, _) => MathF.Exp(score) }).Forward, NewCache = null }, ["OutputsAreNumbers"]),
        ["the last output is not written"] = (Unknown with { Forward = static (inputs, destination) => { float last = destination[^1]; Right.Forward(inputs, destination); destination[^1] = last; } }, ["OutputsAreNumbers", "NothingElseIsWritten"]),
        ["inputs are normalized in place"] = (Unknown with { Forward = static (inputs, destination) => { Right.Forward(inputs, destination); System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(inputs), 1)[0] += 1; } }, ["InputsAreNotWritten"]),
        ["adds to what the destination held"] = (Unknown with { Forward = static (inputs, destination) => { float held = destination[0]; Right.Forward(inputs, destination); destination[0] += float.IsNaN(held) ? 0 : held; } }, ["NothingElseIsRead"]),
        ["remembers the last call"] = (Unknown with { Forward = Remembers() }, ["SameCallSameBits"]),
        ["every token sees the last"] = (Unknown with { Forward = (Right with { Shape = Shape with { Causal = false } }).Forward }, ["EarlierTokensIgnoreLater"]),

        ["query and key weights change places"] = Other(Shape with { KeyValueHeads = 4 }, static shape => shape, static weights => weights with { Query = weights.Key, Key = weights.Query, Value = weights.Value }),
        ["keys are values"] = Other(Shape, static shape => shape, static weights => weights with { Key = weights.Value }),
        ["weights are transposed"] = Other(Shape, static shape => shape with { WeightLayout = WeightLayout.InputByOutput }),
        ["the output bias is left out"] = Other(Shape, static shape => shape with { OutputBias = false }),
        ["the query's bias is left out"] = Other(Normalized, static shape => shape, static weights => weights with { QueryBias = new float[16] }),
        ["the value's bias is left out"] = Other(Normalized, static shape => shape, static weights => weights with { ValueBias = new float[8] }),
        ["not scaled"] = Other(Shape, static shape => shape with { Scale = 1 }),
        ["scaled by the width of all heads"] = Other(Shape, static shape => shape with { Scale = 0.25 }),
        ["a soft cap is left out"] = Other(Sloped, static shape => shape with { SoftCap = 0 }),
        ["slopes are left out"] = Other(Sloped, static shape => shape with { Alibi = false }),
        ["sinks are left out"] = Other(Sloped, static shape => shape with { Sinks = false }),
        ["sinks of another head"] = Other(Sloped, static shape => shape, static weights => weights with { Sinks = [.. Enumerable.Reverse(weights.Sinks)] }),
        ["not turned"] = Other(Shape, static shape => shape with { Rotary = RotaryLayout.None }),
        ["turned in pairs of neighbours"] = Other(Shape, static shape => shape with { Rotary = RotaryLayout.Interleaved }),
        ["turned by another base"] = Other(Shape, static shape => shape with { RotaryBase = 500000 }),
        ["turned in half of the dimensions"] = Other(Shape, static shape => shape with { RotaryDim = 2 }),
        ["not normalized"] = Other(Normalized, static shape => shape with { QkNorm = QkNorm.None }),
        ["normalized with a large epsilon"] = Other(Normalized, static shape => shape with { QkNormEpsilon = 1e-2 }),
        ["key norms are query norms"] = Other(Normalized, static shape => shape, static weights => weights with { KeyNorm = weights.QueryNorm }),
        ["all heads are normalized one by one"] = (new ScalarLayer(Together, RandomWeights.Of(Together)) { NormWidth = 4 }.As(Together, RandomWeights.Of(Together)), ["LayerWithinErrorBound"]),
        ["the bias of a norm is left out"] = Other(Centred, static shape => shape, static weights => weights with { KeyNormBias = new float[4] }),
        ["queries are neither centred nor shifted"] = Other(Centred, static shape => shape, static weights => weights with { QueryNormBias = [] }),
        ["weights are not rounded"] = (Right.As(Shape with { WeightElement = WeightElement.BFloat16 }, Weights), ["LayerWithinErrorBound"]),
        ["weights are rounded towards 0"] = (new ScalarLayer(Shape, Weights with { Query = Truncated(Weights.Query), Key = Truncated(Weights.Key), Value = Truncated(Weights.Value), Output = Truncated(Weights.Output) }).As(Shape with { WeightElement = WeightElement.BFloat16 }, Weights), ["LayerWithinErrorBound"]),
        ["weights are rounded to 16 bits instead of 8"] = (new ScalarLayer(Shape, Weights with { Query = Short.Of(Weights.Query, 8), Key = Short.Of(Weights.Key, 8), Value = Short.Of(Weights.Value, 8), Output = Short.Of(Weights.Output, 8) }).As(Shape with { WeightElement = WeightElement.Int8 }, Weights), ["LayerWithinErrorBound"]),
        ["positions are counted where they are given"] = Placed(static position => position),
        ["tokens of position −1 are rotated"] = Placed(static position => RandomWeights.Positions[position]),
        ["every token has the position of the one before"] = Placed(static position => Math.Max(0, RandomWeights.Positions[Math.Max(0, position - 1)])),
        ["angles are counted where they are given"] = (Right.As(Shape with { RotaryPositions = RotaryPositions.Rows }, Weights) with { Cosines = RandomWeights.Angles(2, Math.Cos), Sines = RandomWeights.Angles(2, Math.Sin) }, ["LayerWithinErrorBound"]),
        ["contexts are not gated"] = Other(Gated, static shape => shape with { OutputGate = false }),
        ["gates have no bias"] = Other(Gated, static shape => shape, static weights => weights with { GateBias = new float[16] }),
        ["gates are not between 0 and 1"] = (new ScalarLayer(Gated, RandomWeights.Of(Gated)) { Gated = static gate => gate }.As(Gated, RandomWeights.Of(Gated)), ["LayerWithinErrorBound"]),
        ["a window of one more"] = Other(Window, static shape => shape with { LeftWindow = 21 }, null, "LayerWithinErrorBound", "TokensIgnoreWhatTheyDoNotSee"),
        ["a window of one less"] = Other(Window, static shape => shape with { LeftWindow = 19 }),
        ["keys are stored in a few bits"] = Other(Shape, static shape => shape with { CacheElement = CacheElement.BFloat16 }),
        ["heads are shared in turns"] = Other(Shape, static shape => shape, static weights => weights with { Query = Interleaved(weights.Query, 20), Output = weights.Output }),

        ["epsilon is outside the root"] = (new ScalarLayer(Unbiased, RandomWeights.Of(Unbiased)) { Root = static (mean, epsilon) => 1 / (MathF.Sqrt(mean) + epsilon) }.As(Unbiased, RandomWeights.Of(Unbiased)), ["LayerWithinErrorBound"]),
        ["heads are normalized in pairs"] = (new ScalarLayer(Normalized, RandomWeights.Of(Normalized)) { NormWidth = 8 }.As(Normalized, RandomWeights.Of(Normalized)), ["LayerWithinErrorBound"]),
        ["values are turned"] = (Right with { TurnsValues = true }).Known("LayerWithinErrorBound"),
        ["the key's bias is left out"] = Other(Normalized, static shape => shape, static weights => weights with { KeyBias = new float[8] }),
        ["the output bias is left out from token 64 on"] = (Right.As(Shape, Weights) with { Forward = Rows(static (_, outputs, token) => { for (int x = 0; x < 3 && token >= 64; x++) { outputs[x] -= Weights.OutputBias[x]; } }) }, ["LayerWithinErrorBound", "CacheEqualsRecompute"]),
        ["the last token of 200 is lost"] = (Right.As(Shape, Weights) with { Forward = Rows(static (_, outputs, token) => { if (token == 199) { outputs.Clear(); } }) }, ["LayerWithinErrorBound"]),
        ["tokens from 128 on are not seen, cached or not"] = (Right with { Sees = static (_, other) => other < 128 }).Known("LayerWithinErrorBound"),
        ["the fourth head has the third one's query"] = Other(Shape, static shape => shape, static weights => weights with { Query = [.. weights.Query[..60], .. weights.Query[40..60]] }),

        ["the last source token is left out"] = (Crossing with { Sees = static (_, other) => other < 6 }).Across("LayerWithinErrorBound"),
        ["source tokens are those of another sequence once they are cached"] = (Crossing.As(Cross, Crossing.Weights) with { NewDecoder = static () => Crossing.Over([.. Enumerable.Reverse(Crossing.SourceTokens)]) }, ["CacheEqualsRecompute", "LayerWithinErrorBound"]),
        ["one query fewer of the source tokens with every call"] = (Crossing.As(Cross, Crossing.Weights) with { NewDecoder = Fewer }, ["CacheEqualsRecompute"]),
        ["keys and values of source tokens change places"] = (Crossing with { Weights = Crossing.Weights with { Key = Crossing.Weights.Value, Value = Crossing.Weights.Key } }).Across("LayerWithinErrorBound"),
        ["a token sees the inputs instead of source tokens"] = (Crossing.As(Cross, Crossing.Weights) with { Forward = static (inputs, destination) => Right.Forward(inputs, destination) }, ["TokensIgnoreWhatTheyDoNotSee", "LayerWithinErrorBound"]),

        ["one workspace for all threads"] = (Unknown with { Forward = ThroughWorkspace() }, ["SameCallSameBits"]),
        ["every call of 97 is wrong"] = (Unknown with { Forward = WrongNowAndThen() }, ["SameCallSameBits"]),
        ["a float before the outputs is written"] = (Unknown with { Forward = static (inputs, destination) => { Right.Forward(inputs, destination); Place(destination, -1) = 1; } }, ["NothingElseIsWritten"]),
        ["a float behind the outputs is written, with a cache"] = (Unknown with { NewCache = null, NewDecoder = static () => Around(static (inputs, destination) => Place(destination, destination.Length) = 1) }, ["NothingElseIsWritten"]),
        ["a float behind the inputs is read, with a cache"] = (Unknown with { NewCache = null, NewDecoder = static () => Around(static (inputs, destination) => destination[0] += 0 * Place(Writable(inputs), inputs.Length)) }, ["NothingElseIsRead"]),
        ["inputs are written, with a cache"] = (Unknown with { NewCache = null, NewDecoder = static () => Around(static (inputs, _) => Place(Writable(inputs), 0) += 1) }, ["InputsAreNotWritten"]),

        ["positions begin anew with each call"] = Cached(Right with { Turned = static (position, first) => position - first }, "CacheEqualsRecompute"),
        ["positions of cached tokens are one late"] = Cached(Right with { Turned = static (position, first) => first == 0 ? position : position + 1 }, "CacheEqualsRecompute"),
        ["the first token is lost after 64"] = Cached(Right with { After = static cache => cache.Keep(64) }, "CacheEqualsRecompute"),
        ["a ring of 128 loses what is still seen"] = Cached(Right with { Shape = Window with { LeftWindow = 150, ContextLength = 1 }, After = static cache => cache.Keep(128) }, Window with { LeftWindow = 150 }, "CacheEqualsRecompute"),
        ["the latest key changes places with the one before"] = Cached(Right with { After = static cache => cache.SwapLastWith(1) }, "CacheEqualsRecompute"),
        ["a cut keeps one more"] = Cached(Right with { Cut = static (cache, count) => cache.TruncateTo(Math.Min(count + 1, cache.Count)) }, "TruncatedTokensNeverWere"),
        ["a cut keeps one less"] = Cached(Right with { Cut = static (cache, count) => cache.TruncateTo(Math.Max(count - 1, 0)) }, "TruncatedTokensNeverWere"),
        ["a cut is not made"] = Cached(Right with { Cut = static (_, _) => { } }, "TruncatedTokensNeverWere"),
        ["a cut forgets all"] = Cached(Right with { Cut = static (cache, _) => cache.TruncateTo(0) }, "TruncatedTokensNeverWere"),
        ["a cut forgets values alone"] = Cached(Right with { Cut = static (cache, count) => cache.ForgetValuesFrom(count) }, "TruncatedTokensNeverWere"),
        ["a copy holds nothing"] = Cached(Right with { Copy = static (_, _) => { } }, "CopiedCachesGoOnAlone"),
        ["a copy is added to what was there"] = Cached(Right with { Copy = static (cache, other) => other.AppendFrom(cache) }, "CopiedCachesGoOnAlone"),
        ["a copy lacks the last token"] = Cached(Right with { Copy = static (cache, other) => { cache.CopyTo(other); other.TruncateTo(Math.Max(other.Count - 1, 0)); } }, "CopiedCachesGoOnAlone"),
        ["a copy takes the tokens with it"] = Cached(Right with { Copy = static (cache, other) => { cache.CopyTo(other); cache.TruncateTo(0); } }, "CopiedCachesGoOnAlone"),
        ["positions go on one too far after a cut"] = (Right.As(Shape, Weights) with { NewCache = static () => Shifted(static (cache, shift) => cache with { TruncateTo = count => { cache.TruncateTo!(count); shift(1); } }) }, ["TruncatedTokensNeverWere"]),
        ["cached keys are turned again with each call"] = (Right.As(Shape, Weights) with { NewCache = null, NewDecoder = TurnedAgain }, ["CacheEqualsRecompute"]),
        ["a token of a call sees those after it"] = (Right.As(Shape, Weights) with { NewCache = (Right with { Shape = Shape with { Causal = false } }).NewCache }, ["CacheEqualsRecompute"]),
        ["a soft cap is for tokens without a cache"] = (new ScalarLayer(Sloped, RandomWeights.Of(Sloped)).As(Sloped, RandomWeights.Of(Sloped)) with { NewCache = new ScalarLayer(Sloped with { SoftCap = 0 }, RandomWeights.Of(Sloped)).NewCache }, ["CacheEqualsRecompute", "LayerWithinErrorBound"]),
        ["sinks are for tokens without a cache"] = (new ScalarLayer(Sloped, RandomWeights.Of(Sloped)).As(Sloped, RandomWeights.Of(Sloped)) with { NewCache = new ScalarLayer(Sloped with { Sinks = false }, RandomWeights.Of(Sloped)).NewCache }, ["CacheEqualsRecompute", "LayerWithinErrorBound"]),
        ["a cut to nothing is not made"] = Cached(Right with { Cut = static (cache, count) => cache.TruncateTo(count == 0 ? cache.Count : count) }, "TruncatedTokensNeverWere"),
        ["a copy holds the very tokens of the cache"] = Cached(Right with { Copy = static (cache, other) => cache.ShareWith(other) }, "CopiedCachesGoOnAlone"),
        ["a copy goes the other way where the other one holds more"] = Cached(Right with { Copy = static (cache, other) => (other.Count > cache.Count ? other : cache).CopyTo(other.Count > cache.Count ? cache : other) }, "CopiedCachesGoOnAlone"),
        ["a loaded cache holds what it held"] = Cached(Right with { Load = static (_, _) => { } }, "SavedCachesGoOn"),
        ["a loaded cache keeps what it held, too"] = Cached(Right with { Load = static (cache, saved) => cache.AppendFrom(saved) }, "SavedCachesGoOn"),
        ["a loaded cache lacks the last token"] = Cached(Right with { Load = static (cache, saved) => { saved.CopyTo(cache); cache.TruncateTo(Math.Max(cache.Count - 1, 0)); } }, "SavedCachesGoOn"),
        ["a reset keeps the tokens"] = Cached(Right with { Reset = static _ => { } }, "ResetCachesAreNew"),
        ["a reset keeps the first token"] = Cached(Right with { Reset = static cache => cache.TruncateTo(Math.Min(1, cache.Count)) }, "ResetCachesAreNew"),
        ["a reset forgets values alone"] = Cached(Right with { Reset = static cache => cache.ForgetValuesFrom(0) }, "ResetCachesAreNew"),
        ["a cache is full one token early"] = (Checked(29), ["FullCachesRefuse"]),
        ["a full cache forgets the first token"] = (Right.As(Shape, Weights) with { ContextLength = 30, NewCache = null, NewDecoder = Full, Promises = AttentionPromises.ChecksSpans }, ["FullCachesRefuse"]),
    };

    // The layer computes another shape, or other weights, than it says.
    private static (LayerRoutine Routine, string[] Properties) Other(LayerShape shape, Func<LayerShape, LayerShape> other, Func<LayerWeights, LayerWeights>? with = null, params string[] properties)
    {
        LayerWeights weights = RandomWeights.Of(shape);
        return (new ScalarLayer(other(shape), (with ?? (static same => same))(weights)).As(shape, weights), properties.Length == 0 ? ["LayerWithinErrorBound"] : properties);
    }

    private static (LayerRoutine Routine, string[] Properties) Placed(Func<int, int> position) =>
        ((Right with { Turned = (token, _) => position(token) }).As(Shape with { RotaryPositions = RotaryPositions.Given }, Weights) with { Positions = RandomWeights.Positions }, ["LayerWithinErrorBound"]);

    private static float[] Truncated(float[] weights) => Array.ConvertAll(weights, static weight => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(weight) & 0xFFFF0000));

    private static (LayerRoutine Routine, string[] Properties) Cached(ScalarLayer layer, params string[] properties) => (layer.As(Shape, Weights), properties);

    private static (LayerRoutine Routine, string[] Properties) Cached(ScalarLayer layer, LayerShape shape, params string[] properties) => (layer.As(shape, Weights), properties);

    private static (LayerRoutine Routine, string[] Properties) Known(this ScalarLayer layer, params string[] properties) => (layer.As(Shape, Weights), properties);

    private static (LayerRoutine Routine, string[] Properties) Across(this ScalarLayer layer, params string[] properties) => (layer.As(Cross, Crossing.Weights), properties);

    private static ref float Place(Span<float> span, int index) => ref Unsafe.Add(ref MemoryMarshal.GetReference(span), index);

    private static Span<float> Writable(ReadOnlySpan<float> span) => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(span), span.Length);

    // A right call on a cache, and something after it.
    private static LayerCall Around(LayerCall after)
    {
        LayerCall right = Right.NewCache().Forward;
        return (inputs, destination) =>
        {
            right(inputs, destination);
            after(inputs, destination);
        };
    }

    private static LayerCall Fewer()
    {
        float[] tokens = Crossing.SourceTokens;
        return (inputs, destination) =>
        {
            Crossing.Over(tokens)(inputs, destination);
            tokens = tokens.Length > 3 ? tokens[..^3] : tokens;
        };
    }

    private static LayerCall ThroughWorkspace()
    {
        float[] workspace = new float[1 << 12];
        return (inputs, destination) =>
        {
            inputs.CopyTo(workspace);
            Right.Forward(workspace.AsSpan(0, inputs.Length), destination);
        };
    }

    private static LayerCall WrongNowAndThen()
    {
        int calls = 0;
        return (inputs, destination) =>
        {
            Right.Forward(inputs, destination);
            destination[^1] += Interlocked.Increment(ref calls) % 97 == 0 ? 1 : 0;
        };
    }

    // A cache whose positions can be shifted.
    private static LayerCache Shifted(Func<LayerCache, Action<int>, LayerCache> with)
    {
        int shift = 0;
        return with((Right with { Turned = (position, _) => position + shift }).NewCache(), by => shift = by);
    }

    private static LayerCall TurnedAgain()
    {
        List<float> seen = [];
        int calls = 0;
        return (inputs, destination) =>
        {
            int before = seen.Count / 5;
            int again = calls++;
            seen.AddRange(inputs);
            float[] outputs = new float[seen.Count / 5 * 3];
            (Right with { Turned = (position, _) => position < before ? position + again : position }).Forward(seen.ToArray(), outputs);
            outputs.AsSpan(before * 3).CopyTo(destination);
        };
    }

    // A layer of 30 tokens that checks what it is given, and whose cache takes so many.
    private static LayerRoutine Checked(int most) => Right.As(Shape, Weights) with
    {
        ContextLength = 30,
        Promises = AttentionPromises.ChecksSpans,
        NewCache = null,
        NewDecoder = () =>
        {
            int count = 0;
            LayerCall right = Right.NewCache().Forward;
            return (inputs, destination) =>
            {
                Check(inputs, destination);
                count = count + (inputs.Length / 5) <= most ? count + (inputs.Length / 5) : throw new InvalidOperationException("Full.");
                right(inputs, destination);
            };
        },
    };

    private static void Check(ReadOnlySpan<float> inputs, Span<float> destination)
    {
        if (inputs.Length % 5 != 0 || destination.Length < inputs.Length / 5 * 3)
        {
            throw new ArgumentException("Wrong.", inputs.Length % 5 != 0 ? nameof(inputs) : nameof(destination));
        }
    }

    private static LayerCall Rows(RowOf rowOf) => (inputs, destination) =>
    {
        Right.Forward(inputs, destination);
        for (int token = 0; token < destination.Length / 3; token++)
        {
            rowOf(inputs, destination.Slice(token * 3, 3), token);
        }
    };

    private delegate void RowOf(ReadOnlySpan<float> inputs, Span<float> outputs, int token);

    private static float[] Without(ReadOnlySpan<float> inputs, int element)
    {
        float[] without = inputs.ToArray();
        for (int index = element; index < without.Length; index += 5)
        {
            without[index] = 0;
        }

        return without;
    }

    private static LayerCall Remembers()
    {
        float last = 0;
        return (inputs, destination) =>
        {
            Right.Forward(inputs, destination);
            destination[0] += last / 100;
            last = inputs[0];
        };
    }

    // Rows of weights, every head's after that of another group.
    private static float[] Interleaved(float[] weights, int head) => [.. weights[..head], .. weights[(2 * head)..(3 * head)], .. weights[head..(2 * head)], .. weights[(3 * head)..]];

    private static LayerCall Full()
    {
        List<float> seen = [];
        return (inputs, destination) =>
        {
            Check(inputs, destination);
            seen.AddRange(inputs);
            seen.RemoveRange(0, Math.Max(0, seen.Count - 150));
            float[] outputs = new float[seen.Count / 5 * 3];
            Right.Forward(seen.ToArray(), outputs);
            outputs.AsSpan(Math.Max(0, outputs.Length - destination.Length)).CopyTo(destination);
        };
    }
}
