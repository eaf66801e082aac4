using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Gradients;

/// <summary>Times workloads that learn, in turns with multiply-adds.</summary>
/// <param name="pace">How long.</param>
internal sealed class GradientTimes(Pace pace)
{
    private readonly LimitSamples limits = new();

    /// <summary>Operations a second of the core, by all samples so far.</summary>
    public double PeakFlops => limits.PeakFlops;

    public GradientResult Run(GradientWorkload workload)
    {
        Progress.Write(workload.Name);
        Measurement forward = WarmUp(workload.Forward);
        Measurement backward = WarmUp(workload.Backward);
        int rounds = Math.Clamp((int)(pace.SceneSeconds / (forward.BatchSeconds + backward.BatchSeconds)), pace.FewestRounds, pace.MostRounds);
        for (int round = 0; round < rounds; round++)
        {
            limits.AddArithmetic(Arithmetic.Sample(pace.BatchSeconds));
            forward.RunBatch();
            backward.RunBatch();
        }

        return new(
            workload.Name, forward.Seconds, backward.Seconds, workload.ForwardFlops / forward.Seconds, workload.BackwardFlops / backward.Seconds, forward.BytesPerCall + backward.BytesPerCall);
    }

    private Measurement WarmUp(Action call)
    {
        Measurement measurement = new(new ActionContender(call), Clock.Thread);
        measurement.WarmUp(pace.WarmUpSeconds, pace.BatchSeconds);
        return measurement;
    }

    /// <summary>A call that competes with none.</summary>
    private sealed class ActionContender(Action call) : Contender("call")
    {
        public override ReadOnlySpan<float> Output => [];

        public override void Run(int calls)
        {
            for (int index = 0; index < calls; index++)
            {
                call();
            }
        }
    }
}
