using System.Runtime.CompilerServices;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A feed-forward written by hand, token by token.</summary>
internal sealed class RowFeedForwardContender<TArithmetic>(Workload workload, FeedForwardTensors tensors) : Contender(TArithmetic.Name)
    where TArithmetic : struct, IRowArithmetic
{
    private readonly int tokens = workload.Tokens;
    private readonly float[] hidden = new float[workload.HiddenDim];
    private readonly float[] destination = new float[workload.OutputLength];

    public override ReadOnlySpan<float> Output => destination;

    public override bool IsMain => false;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            for (int token = 0; token < tokens; token++)
            {
                Forward(token);
            }
        }
    }

    public override double? Estimate()
    {
        if (!TArithmetic.MayBeSkipped)
        {
            return null;
        }

        double start = Clock.Thread.Seconds;
        Forward(token: 0);
        return tokens * (Clock.Thread.Seconds - start);
    }

    private void Forward(int token)
    {
        Project(tensors.Inputs.AsSpan(token * workload.ModelDim, workload.ModelDim), tensors.Up, tensors.UpBias, hidden);
        TArithmetic.GeluTanh(hidden);
        Project(hidden, tensors.Down, tensors.DownBias, destination.AsSpan(token * workload.ModelDim, workload.ModelDim));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Project(ReadOnlySpan<float> input, float[] weight, float[] bias, Span<float> output)
    {
        for (int x = 0; x < output.Length; x++)
        {
            output[x] = TArithmetic.Dot(input, weight.AsSpan(x * input.Length, input.Length)) + bias[x];
        }
    }
}
