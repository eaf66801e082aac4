using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>Attention written by hand.</summary>
internal sealed class RowAttentionContender<TArithmetic>(Workload workload, DataRotation rotation) : Contender(TArithmetic.Name)
    where TArithmetic : struct, IRowArithmetic
{
    private const double ProbeSeconds = 0.02;

    private readonly RowAttention<TArithmetic> attention = new(workload);
    private readonly float[] destination = new float[workload.OutputLength];

    public override ReadOnlySpan<float> Output => destination;

    public override AttentionLayout OutputLayout => workload.Layout;

    public override bool IsMain => false;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            attention.Forward(rotation.Next(), destination);
        }
    }

    /// <summary>The rows of a call cost what their keys cost.</summary>
    public override double? Estimate()
    {
        if (!TArithmetic.MayBeSkipped)
        {
            return null;
        }

        AttentionData data = rotation.Copies[0];
        attention.Attend(data, head: 0, token: workload.QueryLength - 1, destination);
        long keys = 0;
        double start = Clock.Thread.Seconds;
        for (int token = workload.QueryLength - 1; token >= 0 && Clock.Thread.Seconds - start < ProbeSeconds; token--)
        {
            attention.Attend(data, head: 0, token, destination);
            keys += workload.VisibleKeys(token);
        }

        double secondsPerKey = (Clock.Thread.Seconds - start) / keys;
        return secondsPerKey * workload.Heads * Enumerable.Range(0, workload.QueryLength).Sum(token => (double)workload.VisibleKeys(token));
    }
}
