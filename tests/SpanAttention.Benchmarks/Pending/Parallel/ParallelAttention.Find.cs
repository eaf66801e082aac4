namespace SpanAttention.Benchmarks.Contenders;

internal static partial class ParallelAttention
{
    static partial void Find(ref ParallelSupport support) =>
        support = new ParallelSupport("IParallelAttention", typeof(ParallelAttentionContender<>));
}
