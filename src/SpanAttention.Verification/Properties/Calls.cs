namespace SpanAttention.Verification;

/// <summary>Calls a routine on a case. Results start as a NaN of the kit's own, so that what is not written is seen.</summary>
internal static class Calls
{
    public static AttentionOperands Operands(AttentionCase source) => new()
    {
        Query = source.Query,
        Key = source.Key,
        Value = source.Value,
        Mask = source.Mask,
        Bias = source.Bias,
        Sinks = source.Sinks,
        KeyCount = source.KeyCount,
    };

    public static float[] CallForward(this AttentionRoutine routine, AttentionCase source)
    {
        float[] context = NewContext(source);
        routine.Forward(Operands(source), context);
        return context;
    }

    public static (float[] Context, float[] LogSumExp) CallForwardWithLogSumExp(this AttentionRoutine routine, AttentionCase source)
    {
        float[] context = NewContext(source);
        float[] logSumExp = NewRows(source);
        routine.ForwardWithLogSumExp!(Operands(source), context, logSumExp);
        return (context, logSumExp);
    }

    public static float[] CallWeights(this AttentionRoutine routine, AttentionCase source)
    {
        float[] weights = NewPairs(source);
        routine.Weights!(Operands(source), weights);
        return weights;
    }

    public static float[] CallScores(this AttentionRoutine routine, AttentionCase source, ScoreStage stage)
    {
        float[] scores = NewPairs(source);
        routine.Scores!(Operands(source), stage, scores);
        return scores;
    }

    /// <summary>All blocks, in an order that the case chooses.</summary>
    public static (float[] Context, float[] LogSumExp) CallForwardBlocks(this AttentionRoutine routine, AttentionCase source)
    {
        float[] context = NewContext(source);
        float[] logSumExp = NewRows(source);
        int[] blocks = [.. Enumerable.Range(0, routine.BlockCount!(source.QueryLength))];
        new Random(source.Choice).Shuffle(blocks);
        foreach (int block in blocks)
        {
            routine.ForwardBlock!(block, Operands(source), context, logSumExp);
        }

        return (context, logSumExp);
    }

    /// <summary>Gradients of the inputs from that of the context.</summary>
    public static InputTensors CallBackward(this AttentionRoutine routine, AttentionCase source, float[] contextGradient)
    {
        (float[] context, float[] logSumExp) = routine.CallForwardWithLogSumExp(source);
        float[][] gradients = [.. InputTensors.Zeros(source).All.Select(static tensor => NewTensor(tensor.Numbers.Length))];
        routine.Backward!(Operands(source), context, logSumExp, contextGradient, new AttentionGradients { Query = gradients[0], Key = gradients[1], Value = gradients[2], Bias = gradients[3], Sinks = gradients[4] });
        return new(gradients[0].ToDouble(), gradients[1].ToDouble(), gradients[2].ToDouble(), gradients[3].ToDouble(), gradients[4].ToDouble());
    }

    /// <summary>The keys before the cut, and then the others.</summary>
    public static (float[] Context, float[] LogSumExp) CallParts(this AttentionRoutine routine, AttentionCase source, int cut)
    {
        float[] state = NewTensor(routine.State!.Length(source.QueryLength));
        routine.State.Begin(Operands(source), state);
        foreach ((int from, int to) in new[] { (0, cut), (cut, source.KeyLength) })
        {
            AttentionCase part = source.Keys([.. Enumerable.Range(from, to - from)]) with { KeyCount = source.KeyCount is { } count ? Math.Clamp(count - from, 0, to - from) : null };
            routine.State.Continue(Operands(part), from, source.VisibleKeys, state);
        }

        float[] context = NewContext(source);
        float[] logSumExp = NewRows(source);
        routine.State.Finish(state, context, logSumExp);
        return (context, logSumExp);
    }

    public static (float[] Context, float[] LogSumExp) CallMerge(this AttentionRoutine routine, (float[] Context, float[] LogSumExp) a, (float[] Context, float[] LogSumExp) b) =>
        routine.CallMerge(new MergeParts(a.Context, a.LogSumExp, b.Context, b.LogSumExp));

    public static (float[] Context, float[] LogSumExp) CallMerge(this AttentionRoutine routine, MergeParts parts)
    {
        float[] context = NewTensor(parts.OutputA.Length);
        float[] logSumExp = NewTensor(parts.LogSumExpA.Length);
        routine.Merge!(parts.OutputA, parts.LogSumExpA, parts.OutputB, parts.LogSumExpB, context, logSumExp);
        return (context, logSumExp);
    }

    public static float[] NewContext(AttentionCase source) => NewTensor(source.QueryLength * source.Shape.Heads * source.Shape.ValueDim);

    public static float[] NewRows(AttentionCase source) => NewTensor(source.Shape.Heads * source.QueryLength);

    public static float[] NewPairs(AttentionCase source) => NewTensor(source.Shape.Heads * source.QueryLength * source.KeyLength);

    public static bool IsUnwritten(float[] tensor) => Array.TrueForAll(tensor, Canary.IsUnwritten);

    public static float[] NewTensor(int length) => Canary.Tensor(length);
}
