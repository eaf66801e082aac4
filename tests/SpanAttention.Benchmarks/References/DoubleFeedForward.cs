using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.References;

/// <summary>A feed-forward in double, token by token.</summary>
internal sealed class DoubleFeedForward(Workload workload, FeedForwardTensors tensors)
{
    private readonly double[] up = DoubleTensor.From(tensors.Up);
    private readonly double[] upBias = DoubleTensor.From(tensors.UpBias);
    private readonly double[] down = DoubleTensor.From(tensors.Down);
    private readonly double[] downBias = DoubleTensor.From(tensors.DownBias);

    public double[] Row(int token) => Row(DoubleTensor.From(tensors.Inputs.AsSpan(token * workload.ModelDim, workload.ModelDim)));

    public double[] Row(ReadOnlySpan<double> input)
    {
        double[] hidden = DoubleTensor.Project(input, up, upBias, workload.ModelDim);
        for (int unit = 0; unit < hidden.Length; unit++)
        {
            hidden[unit] = DoubleActivation.Apply(workload.Style.Activation, hidden[unit]);
        }

        return DoubleTensor.Project(hidden, down, downBias, workload.HiddenDim);
    }
}
