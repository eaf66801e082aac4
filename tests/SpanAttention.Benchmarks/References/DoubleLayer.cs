using System.Numerics.Tensors;
using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.References;

/// <summary>A layer in double: projections, attention by heads, output projection.</summary>
internal sealed class DoubleLayer
{
    private readonly Workload workload;
    private readonly DoubleAttention attention;
    private readonly double[] output;
    private readonly double[] outputBias;

    public DoubleLayer(Workload workload, LayerTensors tensors)
    {
        this.workload = workload;
        attention = new DoubleAttention(
            workload,
            Project(tensors.Queries(workload), tensors.Query),
            Project(tensors.Inputs, tensors.Key),
            Project(tensors.Inputs, tensors.Value),
            AttentionLayout.TokensFirst);
        output = DoubleTensor.From(tensors.Output);
        outputBias = DoubleTensor.From(tensors.OutputBias);
    }

    public double[] Row(int token)
    {
        double[] context = [.. Enumerable.Range(0, workload.Heads).SelectMany(head => attention.Row(token, head))];
        double[] row = DoubleTensor.Project(context, output, workload.QueryWidth);
        TensorPrimitives.Add(row, outputBias, row);
        return row;
    }

    private double[] Project(float[] inputs, float[] weight) =>
        DoubleTensor.Project(DoubleTensor.From(inputs), DoubleTensor.From(weight), workload.ModelDim);
}
