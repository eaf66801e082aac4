namespace SpanAttention.Verification.Tests.Kernels;

/// <summary>A layer as plain float loops, with a cache of lists. Some steps can be replaced by mistakes; most mistakes are another shape or other weights than those that are declared.</summary>
public sealed record ScalarLayer(LayerShape Shape, LayerWeights Weights)
{
    /// <summary>The position by which a token is turned: its own, and that of the first token of its call.</summary>
    public Func<int, int, int> Turned { get; init; } = static (position, _) => position;

    /// <summary>Whether a token sees another.</summary>
    public Func<int, int, bool> Sees { get; init; } = static (_, _) => true;

    /// <summary>What is done to a cache after each call.</summary>
    public Action<PlainCache> After { get; init; } = static _ => { };

    /// <summary>How a cache is cut.</summary>
    public Action<PlainCache, int> Cut { get; init; } = static (cache, count) => cache.TruncateTo(count);

    /// <summary>How a cache is copied.</summary>
    public Action<PlainCache, PlainCache> Copy { get; init; } = static (cache, other) => cache.CopyTo(other);

    /// <summary>How a cache takes in what another one was when it was saved.</summary>
    public Action<PlainCache, PlainCache> Load { get; init; } = static (cache, saved) => saved.CopyTo(cache);

    /// <summary>What is done to outputs.</summary>
    public Action<float[]> Outputs { get; init; } = static _ => { };

    /// <summary>How a cache is emptied.</summary>
    public Action<PlainCache> Reset { get; init; } = static cache => cache.TruncateTo(0);

    /// <summary>What a head is multiplied by, of its mean square and the epsilon.</summary>
    public Func<float, float, float> Root { get; init; } = static (mean, epsilon) => 1 / MathF.Sqrt(mean + epsilon);

    /// <summary>Floats that are normalized together; 0 for as many as have weights.</summary>
    public int NormWidth { get; init; }

    /// <summary>What a context is multiplied by, of its gate.</summary>
    public Func<float, float> Gated { get; init; } = static gate => 1 / (1 + MathF.Exp(-gate));

    /// <summary>Whether values are turned too.</summary>
    public bool TurnsValues { get; init; }

    /// <summary>The source tokens of cross-attention, and how many of them are seen.</summary>
    public float[] SourceTokens { get; init; } = [];

    /// <summary>The exponential of a score less the maximum.</summary>
    public Func<float, float, float> Exp { get; init; } = static (score, maximum) => MathF.Exp(score - maximum);

    private readonly SavedPlainCaches saves = new();

    private bool HasCache => Shape.ContextLength > 0;

    /// <summary>The layer as the kit calls it, declared to be of a shape and weights.</summary>
    public LayerRoutine As(LayerShape shape, LayerWeights weights) => LayerRoutine.Of(shape, weights, Forward) with { NewCache = HasCache ? NewCache : null, SourceTokens = SourceTokens };

    /// <summary>A call over source tokens, which are projected once.</summary>
    public LayerCall Over(float[] sourceTokens)
    {
        PlainCache projected = Projected(sourceTokens);
        return (inputs, destination) => Attend(projected, inputs, destination);
    }

    /// <summary>All tokens at once.</summary>
    public void Forward(ReadOnlySpan<float> inputs, Span<float> destination)
    {
        if (Shape.ContextDim > 0)
        {
            Attend(Projected(SourceTokens), inputs, destination);
            return;
        }

        Append(new PlainCache(), inputs, destination);
    }

    /// <summary>An empty cache.</summary>
    public LayerCache NewCache()
    {
        PlainCache cache = new();
        return new LayerCache
        {
            Forward = (inputs, destination) =>
            {
                Append(cache, inputs, destination);
                After(cache);
            },
            TruncateTo = count => Cut(cache, count),
            Reset = () => Reset(cache),
            CopyTo = other => Copy(cache, (PlainCache)other.State!),
            Save = () => saves.Save(cache),
            Load = saved => Load(cache, saves[saved]),
            State = cache,
        };
    }

    private void Append(PlainCache cache, ReadOnlySpan<float> inputs, Span<float> destination)
    {
        int first = cache.Count;
        int count = inputs.Length / Shape.InputDim;
        float[][] queries = new float[count][];
        for (int token = 0; token < count; token++)
        {
            ReadOnlySpan<float> input = inputs.Slice(token * Shape.InputDim, Shape.InputDim);
            int position = Turned(first + token, first);
            queries[token] = Turn(Norm(Project(input, Weights.Query, Weights.QueryBias, Shape.Heads * Shape.HeadDim), Weights.QueryNorm, Weights.QueryNormBias), position);
            Add(cache, input, position);
        }

        for (int token = 0; token < count; token++)
        {
            Output(cache, inputs.Slice(token * Shape.InputDim, Shape.InputDim), queries[token], first + token, destination[(token * Shape.OutputDim)..]);
        }
    }

    private void Add(PlainCache cache, ReadOnlySpan<float> token, int position)
    {
        float[] key = Turn(Norm(Project(token, Weights.Key, Weights.KeyBias, Shape.KeyValueHeads * Shape.HeadDim), Weights.KeyNorm, Weights.KeyNormBias), position);
        float[] value = Project(token, Weights.Value, Weights.ValueBias, Shape.KeyValueHeads * Shape.HeadDim);
        cache.Add(Stored(key), Stored(TurnsValues ? Turn(value, position) : value));
    }

    private PlainCache Projected(float[] sourceTokens)
    {
        PlainCache projected = new();
        for (int start = 0; start < sourceTokens.Length; start += Shape.ContextDim)
        {
            Add(projected, sourceTokens.AsSpan(start, Shape.ContextDim), 0);
        }

        return projected;
    }

    private void Attend(PlainCache projected, ReadOnlySpan<float> inputs, Span<float> destination)
    {
        for (int token = 0; token < inputs.Length / Shape.InputDim; token++)
        {
            float[] query = Norm(Project(inputs.Slice(token * Shape.InputDim, Shape.InputDim), Weights.Query, Weights.QueryBias, Shape.Heads * Shape.HeadDim), Weights.QueryNorm, Weights.QueryNormBias);
            Output(projected, inputs.Slice(token * Shape.InputDim, Shape.InputDim), query, token, destination[(token * Shape.OutputDim)..]);
        }
    }

    private void Output(PlainCache cache, ReadOnlySpan<float> input, float[] query, int position, Span<float> destination)
    {
        float[] context = Context(cache, query, position);
        float[] gates = Shape.OutputGate ? Project(input, Weights.Gate, Weights.GateBias, context.Length) : [];
        for (int x = 0; x < gates.Length; x++)
        {
            context[x] *= Gated(gates[x]);
        }

        float[] output = Shape.OutputProjection ? Project(context, Weights.Output, Shape.OutputBias ? Weights.OutputBias : [], Shape.OutputDim) : context;
        Outputs(output);
        output.CopyTo(destination);
    }

    private float[] Project(ReadOnlySpan<float> input, float[] weights, float[] bias, int outputs) => PlainSteps.Project(input, weights, bias, outputs, Shape.WeightLayout);

    private float[] Norm(float[] heads, float[] weight, float[] bias)
    {
        int width = NormWidth > 0 ? NormWidth : weight.Length;
        for (int start = 0; start < heads.Length && Shape.QkNorm != QkNorm.None; start += width)
        {
            Span<float> head = heads.AsSpan(start, width);
            Centre(head, bias);
            float square = 0;
            foreach (float number in head)
            {
                square += number * number;
            }

            float factor = Root(square / width, (float)Shape.QkNormEpsilon);
            for (int x = 0; x < head.Length; x++)
            {
                head[x] = (head[x] * factor * weight[x % weight.Length]) + (bias.Length > 0 ? bias[x] : 0);
            }
        }

        return heads;
    }

    private static void Centre(Span<float> head, float[] bias)
    {
        float sum = 0;
        foreach (float number in head)
        {
            sum += number;
        }

        for (int x = 0; x < bias.Length; x++)
        {
            head[x] -= sum / head.Length;
        }
    }

    private float[] Turn(float[] heads, int position)
    {
        int pairs = Shape.RotaryDim / 2;
        for (int start = 0; start < heads.Length && Shape.Rotary != RotaryLayout.None; start += Shape.HeadDim)
        {
            for (int pair = 0; pair < pairs; pair++)
            {
                (int a, int b) = Shape.Rotary == RotaryLayout.HalfSplit ? (start + pair, start + pair + pairs) : (start + (2 * pair), start + (2 * pair) + 1);
                (float sine, float cosine) = MathF.SinCos(position * (float)Math.Pow(Shape.RotaryBase, -2.0 * pair / Shape.RotaryDim));
                (heads[a], heads[b]) = ((heads[a] * cosine) - (heads[b] * sine), (heads[a] * sine) + (heads[b] * cosine));
            }
        }

        return heads;
    }

    private float[] Stored(float[] numbers) => Shape.CacheElement switch
    {
        CacheElement.Half => Array.ConvertAll(numbers, static number => (float)(Half)number),
        CacheElement.BFloat16 => Array.ConvertAll(numbers, Broken.Short.BFloat16),
        _ => numbers,
    };

    private float[] Context(PlainCache cache, float[] query, int token)
    {
        AttentionShape heads = new() { HeadDim = Shape.HeadDim, Heads = Shape.Heads, KeyValueHeads = Shape.KeyValueHeads };
        float[] context = new float[query.Length];
        for (int head = 0; head < Shape.Heads; head++)
        {
            int shared = heads.KeyValueHead(head) * Shape.HeadDim;
            int[] seen = [.. Enumerable.Range(cache.Oldest, cache.Count - cache.Oldest).Where(other => IsSeen(token, other))];
            float[] scores = [.. seen.Select(other => Score(query, head * Shape.HeadDim, cache.Key(other), shared) - (Shape.Alibi ? (float)heads.Slope(head) * Math.Abs(token - other) : 0))];
            float maximum = scores.DefaultIfEmpty(0).Max();
            maximum = Shape.Sinks ? MathF.Max(maximum, Weights.Sinks[head]) : maximum;
            float sum = Shape.Sinks ? MathF.Exp(Weights.Sinks[head] - maximum) : 0;
            for (int index = 0; index < seen.Length; index++)
            {
                float exponential = Exp(scores[index], maximum);
                sum += exponential;
                for (int x = 0; x < Shape.HeadDim && exponential != 0; x++)
                {
                    context[(head * Shape.HeadDim) + x] += exponential * cache.Value(seen[index])[shared + x];
                }
            }

            for (int x = 0; x < Shape.HeadDim; x++)
            {
                context[(head * Shape.HeadDim) + x] /= sum;
            }
        }

        return context;
    }

    private bool IsSeen(int token, int other) =>
        (!Shape.Causal || other <= token) && (Shape.LeftWindow < 0 || other >= token - Shape.LeftWindow) && (Shape.RightWindow < 0 || other <= token + Shape.RightWindow) && Sees(token, other);

    private float Score(float[] query, int q, float[] key, int k)
    {
        float sum = 0;
        for (int x = 0; x < Shape.HeadDim; x++)
        {
            sum += query[q + x] * key[k + x];
        }

        sum *= (float)Shape.Scale;
        return Shape.SoftCap > 0 ? (float)Shape.SoftCap * MathF.Tanh(sum / (float)Shape.SoftCap) : sum;
    }
}
