using System.Runtime.CompilerServices;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A layer written by hand; keys and values of earlier tokens wait in a cache, [heads, S, d].</summary>
internal sealed class RowLayerContender<TArithmetic> : Contender
    where TArithmetic : struct, IRowArithmetic
{
    private const double ProbeSeconds = 0.02;

    private readonly Workload workload;
    private readonly LayerTensors tensors;
    private readonly RowAttention<TArithmetic> attention;
    private readonly AttentionData data;
    private readonly float[] inputs;
    private readonly float[] context;
    private readonly float[] destination;

    public RowLayerContender(Workload workload, LayerTensors tensors)
        : base(TArithmetic.Name)
    {
        this.workload = workload;
        this.tensors = tensors;
        attention = new RowAttention<TArithmetic>(workload);
        LayerCache cache = LayerCache.Of(workload, tensors, workload.KeyLength);
        context = new float[workload.QueryLength * workload.QueryWidth];
        data = new AttentionData(AttentionLayout.HeadsFirst, new float[context.Length], cache.Key, cache.Value);
        inputs = tensors.Queries(workload);
        destination = new float[workload.OutputLength];
    }

    public override ReadOnlySpan<float> Output => destination;

    public override bool IsMain => false;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            Forward();
        }
    }

    /// <summary>All multiply-adds cost what those of a projection cost.</summary>
    public override double? Estimate()
    {
        if (!TArithmetic.MayBeSkipped)
        {
            return null;
        }

        double start = Clock.Thread.Seconds;
        long tokens = 0;
        do
        {
            ProjectOutput(token: 0);
            tokens++;
        }
        while (Clock.Thread.Seconds - start < ProbeSeconds);

        double flops = 2.0 * tokens * workload.QueryWidth * workload.ModelDim;
        return workload.Flops * (Clock.Thread.Seconds - start) / flops;
    }

    private void Forward()
    {
        int first = workload.KeyLength - workload.QueryLength;
        for (int token = 0; token < workload.QueryLength; token++)
        {
            ReadOnlySpan<float> input = inputs.AsSpan(token * workload.ModelDim, workload.ModelDim);
            Project(input, tensors.Query, data.Query, token, workload.QueryLength, workload.Heads);
            Project(input, tensors.Key, data.Key, first + token, workload.KeyLength, workload.KeyValueHeads);
            Project(input, tensors.Value, data.Value, first + token, workload.KeyLength, workload.KeyValueHeads);
        }

        attention.Forward(data, context);
        for (int token = 0; token < workload.QueryLength; token++)
        {
            ProjectOutput(token);
        }
    }

    /// <summary>Writes one token of [heads, tokens, d].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Project(ReadOnlySpan<float> input, float[] weight, float[] projected, int token, int tokens, int heads)
    {
        for (int head = 0; head < heads; head++)
        {
            int start = HeadOffset.Of(AttentionLayout.HeadsFirst, token, head, tokens, heads, workload.HeadDim);
            for (int x = 0; x < workload.HeadDim; x++)
            {
                projected[start + x] = TArithmetic.Dot(input, weight.AsSpan(((head * workload.HeadDim) + x) * input.Length, input.Length));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ProjectOutput(int token)
    {
        int width = workload.QueryWidth;
        Span<float> row = stackalloc float[width];
        for (int head = 0; head < workload.Heads; head++)
        {
            int start = HeadOffset.Of(AttentionLayout.HeadsFirst, token, head, workload.QueryLength, workload.Heads, workload.HeadDim);
            context.AsSpan(start, workload.HeadDim).CopyTo(row[(head * workload.HeadDim)..]);
        }

        for (int x = 0; x < workload.ModelDim; x++)
        {
            destination[(token * workload.ModelDim) + x] = TArithmetic.Dot(row, tensors.Output.AsSpan(x * width, width)) + tensors.OutputBias[x];
        }
    }
}
