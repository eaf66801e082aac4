using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>Two parts merged by emitted code have the bits of the reference, also where the result takes the place of a part.</summary>
internal static class MergeTrial
{
    public static IEnumerable<string> Differences(ICompiledAttention compiled, AttentionShape shape, int tokens, DataKind kind, int seed)
    {
        DataFiller filler = new(seed);
        AttentionResult first = Part(shape, tokens, kind, filler);
        AttentionResult second = Part(shape, tokens, kind, filler);
        AttentionResult expected = MergeBits.Reference(shape, first, second);
        AttentionResult merged = new(Bits.NewDestination(expected.Context.Length), Bits.NewDestination(expected.LogSumExp.Length));
        compiled.Merge(first.Context, first.LogSumExp, second.Context, second.LogSumExp, merged.Context, merged.LogSumExp);
        AttentionResult inPlace = MergedInPlace(compiled, first, second);
        string?[] differences =
        [
            Bits.Difference("Merge", expected.Context, merged.Context),
            Bits.Difference("Merge, logSumExp", expected.LogSumExp, merged.LogSumExp),
            Bits.Difference("Merge in place", expected.Context, inPlace.Context),
            Bits.Difference("Merge in place, logSumExp", expected.LogSumExp, inPlace.LogSumExp),
        ];
        return differences.OfType<string>();
    }

    /// <summary>A part whose every third row saw no key.</summary>
    private static AttentionResult Part(AttentionShape shape, int tokens, DataKind kind, DataFiller filler)
    {
        float[] logSumExp = filler.Fill(kind, shape.Heads * tokens);
        foreach (ref float row in logSumExp.AsSpan())
        {
            row = filler.Once(3) ? float.NegativeInfinity : row;
        }

        return new AttentionResult(filler.Fill(kind, shape.Context(tokens).Length), logSumExp);
    }

    private static AttentionResult MergedInPlace(ICompiledAttention compiled, AttentionResult first, AttentionResult second)
    {
        AttentionResult result = new([.. first.Context], [.. second.LogSumExp]);
        compiled.Merge(result.Context, first.LogSumExp, second.Context, result.LogSumExp, result.Context, result.LogSumExp);
        return result;
    }
}
