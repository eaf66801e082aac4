using System.Numerics.Tensors;
using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.References;

/// <summary>A block in double; its sequences begin with the cached tokens, and each goes on with its own.</summary>
internal sealed class DoubleBlock
{
    private readonly Workload workload;
    private readonly DoubleNorm attentionNorm;
    private readonly DoubleNorm feedForwardNorm;
    private readonly DoubleFeedForward feedForward;
    private readonly double[] stream;
    private readonly double[] query;
    private readonly double[] key;
    private readonly double[] value;
    private readonly double[] output;
    private readonly double[] outputBias;

    /// <summary>Prepares what all tokens share.</summary>
    /// <param name="workload">The block and its sequences.</param>
    /// <param name="tensors">Its weights.</param>
    /// <param name="stream">All tokens that it ever sees, [S − T + sequences' tokens, model].</param>
    public DoubleBlock(Workload workload, BlockTensors tensors, double[] stream)
    {
        this.workload = workload;
        this.stream = stream;
        attentionNorm = new DoubleNorm(tensors.AttentionNorm, tensors.AttentionNormBias, workload.Style.NormEpsilon);
        feedForwardNorm = new DoubleNorm(tensors.FeedForwardNorm, tensors.FeedForwardNormBias, workload.Style.NormEpsilon);
        feedForward = new DoubleFeedForward(workload, tensors.FeedForward);
        output = DoubleTensor.From(tensors.Attention.Output);
        outputBias = DoubleTensor.From(tensors.Attention.OutputBias);

        double[] inputs = workload.Style.NormsFirst ? attentionNorm.Apply(stream) : stream;
        query = Project(inputs, tensors.Attention.Query, tensors.QueryBias);
        key = Project(inputs, tensors.Attention.Key, tensors.KeyBias);
        value = Project(inputs, tensors.Attention.Value, tensors.ValueBias);
    }

    /// <summary>A token of all that a call continues, counted through its sequences.</summary>
    public double[] Row(int token)
    {
        double[] row = Attend(token);
        TensorPrimitives.Add(row, Part(stream, workload.CachedTokens + token, 1, workload.ModelDim), row);
        if (workload.Style.NormsFirst)
        {
            TensorPrimitives.Add(row, feedForward.Row(feedForwardNorm.Apply(row)), row);
            return row;
        }

        row = attentionNorm.Apply(row);
        TensorPrimitives.Add(row, feedForward.Row(row), row);
        return feedForwardNorm.Apply(row);
    }

    private double[] Attend(int token)
    {
        int first = 0;
        int sequence = 0;
        for (; token >= first + workload.Lengths[sequence]; sequence++)
        {
            first += workload.Lengths[sequence];
        }

        DoubleAttention attention = Attention(first, workload.Sequence(workload.Lengths[sequence]));
        double[] context = [.. Enumerable.Range(0, workload.Heads).SelectMany(head => attention.Row(token - first, head))];
        return DoubleTensor.Project(context, output, outputBias, workload.QueryWidth);
    }

    private DoubleAttention Attention(int first, Workload sequence) => new(
        sequence,
        Part(query, workload.CachedTokens + first, sequence.QueryLength, workload.QueryWidth).ToArray(),
        Keys(key, first, sequence.QueryLength),
        Keys(value, first, sequence.QueryLength),
        AttentionLayout.TokensFirst);

    /// <summary>Of the cached tokens, and of a sequence's own.</summary>
    private double[] Keys(double[] projected, int first, int tokens) =>
        [.. Part(projected, 0, workload.CachedTokens, workload.KeyWidth), .. Part(projected, workload.CachedTokens + first, tokens, workload.KeyWidth)];

    private static ReadOnlySpan<double> Part(double[] values, int first, int tokens, int width) => values.AsSpan(first * width, tokens * width);

    private double[] Project(double[] inputs, float[] weight, float[] bias) =>
        DoubleTensor.Project(inputs, DoubleTensor.From(weight), DoubleTensor.From(bias), workload.ModelDim);
}
