using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>Operations and constants follow the shape.</summary>
internal static class AttentionCounts
{
    public static IEnumerable<string> Differences(ICompiledAttention compiled, AttentionShape shape, CallLengths lengths)
    {
        long pairs = (from row in Enumerable.Range(0, lengths.Queries)
                      from key in Enumerable.Range(0, lengths.Keys)
                      where shape.IsInBounds(row, key, lengths.Queries, lengths.Keys)
                      select key).LongCount();
        long expected = 2 * pairs * shape.Heads * (shape.HeadDim + shape.ValueDim);
        long flops = compiled.Flops(lengths.Queries, lengths.Keys);
        if (flops != expected)
        {
            yield return $"Flops is {flops}; expected {expected}";
        }

        int[] constants = [shape.Heads, shape.KeyValueHeads, shape.HeadDim, shape.ValueDim];
        if (!compiled.Constants.Take(constants.Length).SequenceEqual(constants))
        {
            yield return $"Constants are {string.Join(", ", compiled.Constants)}; expected {string.Join(", ", constants)}";
        }
    }
}
