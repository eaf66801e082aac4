using System.Numerics.Tensors;
using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.References;

/// <summary>Attention as the textbook has it, in double, one row at a time.</summary>
internal sealed class DoubleAttention(Workload workload, double[] query, double[] key, double[] value, AttentionLayout layout)
{
    public double[] Row(int token, int head)
    {
        double[] weights = Weights(token, head);
        double[] context = new double[workload.HeadDim];
        for (int j = 0; j < weights.Length; j++)
        {
            TensorPrimitives.MultiplyAdd(KeyValue(value, j, head), weights[j], context, context);
        }

        return context;
    }

    private double[] Weights(int token, int head)
    {
        int start = HeadOffset.Of(layout, token, head, workload.QueryLength, workload.Heads, workload.HeadDim);
        ReadOnlySpan<double> row = query.AsSpan(start, workload.HeadDim);
        double[] weights = new double[workload.VisibleKeys(token)];
        for (int j = 0; j < weights.Length; j++)
        {
            weights[j] = TensorPrimitives.Dot(row, KeyValue(key, j, head)) * workload.Scale;
        }

        double maximum = weights.Max();
        double sum = 0;
        for (int j = 0; j < weights.Length; j++)
        {
            weights[j] = Math.Exp(weights[j] - maximum);
            sum += weights[j];
        }

        TensorPrimitives.Divide(weights, sum, weights);
        return weights;
    }

    private ReadOnlySpan<double> KeyValue(double[] tensor, int token, int head) => tensor.AsSpan(
        HeadOffset.Of(layout, token, workload.KeyValueHead(head), workload.KeyLength, workload.KeyValueHeads, workload.HeadDim),
        workload.HeadDim);
}
