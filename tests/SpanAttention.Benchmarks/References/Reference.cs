using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.References;

/// <summary>Rows of a workload's result in double, so many that a layout or mask gone wrong shows, and so few that they cost nothing.</summary>
internal sealed class Reference
{
    private const int SampledTokens = 12;

    private readonly Workload workload;
    private readonly IReadOnlyList<ReferenceRow> rows;

    private Reference(Workload workload, Func<int, IEnumerable<ReferenceRow>> rows)
        : this(workload, [.. Tokens(workload).SelectMany(rows)])
    {
    }

    private Reference(Workload workload, IReadOnlyList<ReferenceRow> rows)
    {
        this.workload = workload;
        this.rows = rows;
    }

    public static Reference Of(Workload workload, AttentionData data)
    {
        DoubleAttention attention = new(workload, DoubleTensor.From(data.Query), DoubleTensor.From(data.Key), DoubleTensor.From(data.Value), data.Layout);
        return new Reference(workload, token => Enumerable.Range(0, workload.Heads).Select(head => new ReferenceRow(token, head, attention.Row(token, head))));
    }

    public static Reference Of(Workload workload, LayerTensors tensors)
    {
        DoubleLayer layer = new(workload, tensors);
        return new Reference(workload, token => [new ReferenceRow(token, Head: 0, layer.Row(token))]);
    }

    public static Reference Of(Workload workload, FeedForwardTensors tensors)
    {
        DoubleFeedForward feedForward = new(workload, tensors);
        return new Reference(workload, token => [new ReferenceRow(token, Head: 0, feedForward.Row(token))]);
    }

    public static Reference Of(Workload workload, BlockTensors tensors)
    {
        DoubleBlock block = new(workload, tensors, DoubleTensor.From(tensors.Attention.Inputs));
        return new Reference(workload, token => [new ReferenceRow(token, Head: 0, block.Row(token))]);
    }

    /// <summary>Vectors of the first sentence and the last.</summary>
    public static Reference Of(Workload workload, long[] tokens)
    {
        using DoubleMiniLm model = new(workload);
        int last = workload.Lengths.Count - 1;
        ReferenceRow first = new(0, Head: 0, model.Vector(tokens.AsSpan(0, workload.Lengths[0])));
        return new Reference(workload, last == 0 ? [first] : [first, new ReferenceRow(last, Head: 0, model.Vector(tokens.AsSpan(^workload.Lengths[last]..)))]);
    }

    /// <summary>The largest difference from what the contender wrote last; NaN if it wrote one.</summary>
    public double MaxError(Contender contender)
    {
        double error = 0;
        foreach (ReferenceRow row in rows)
        {
            int heads = workload.IsLayer ? 1 : workload.Heads;
            int start = HeadOffset.Of(contender.OutputLayout, row.Token, row.Head, workload.QueryLength, heads, row.Values.Length);
            error = Math.Max(error, MaxError(contender.Output.Slice(start, row.Values.Length), row.Values));
        }

        return error;
    }

    private static double MaxError(ReadOnlySpan<float> actual, double[] expected)
    {
        double error = 0;
        for (int x = 0; x < expected.Length; x++)
        {
            error = Math.Max(error, Math.Abs(actual[x] - expected[x]));
        }

        return error;
    }

    private static IEnumerable<int> Tokens(Workload workload)
    {
        int last = workload.Tokens - 1;
        return Enumerable.Range(0, SampledTokens).Select(sample => sample * last / (SampledTokens - 1)).Distinct();
    }
}
