using System.Runtime.CompilerServices;
using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>Attention row by row: scores, softmax, weighted sum of values.</summary>
internal sealed class RowAttention<TArithmetic>(Workload workload)
    where TArithmetic : struct, IRowArithmetic
{
    private readonly float[] weights = new float[workload.KeyLength];

    public void Forward(AttentionData data, Span<float> destination)
    {
        for (int row = 0; row < workload.Heads * workload.QueryLength; row++)
        {
            Attend(data, row / workload.QueryLength, row % workload.QueryLength, destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Attend(AttentionData data, int head, int token, Span<float> destination)
    {
        int dim = workload.HeadDim;
        int first = HeadOffset.Of(data.Layout, token: 0, workload.KeyValueHead(head), workload.KeyLength, workload.KeyValueHeads, dim);
        int stride = data.Layout == AttentionLayout.HeadsFirst ? dim : workload.KeyWidth;
        int start = HeadOffset.Of(data.Layout, token, head, workload.QueryLength, workload.Heads, dim);
        ReadOnlySpan<float> query = data.Query.AsSpan(start, dim);
        Span<float> scores = weights.AsSpan(0, workload.VisibleKeys(token));
        for (int j = 0; j < scores.Length; j++)
        {
            scores[j] = TArithmetic.Dot(query, data.Key.AsSpan(first + (j * stride), dim));
        }

        TArithmetic.Softmax(scores, workload.Scale);
        Span<float> context = destination.Slice(start, dim);
        context.Clear();
        for (int j = 0; j < scores.Length; j++)
        {
            TArithmetic.MultiplyAdd(data.Value.AsSpan(first + (j * stride), dim), scores[j], context);
        }
    }
}
