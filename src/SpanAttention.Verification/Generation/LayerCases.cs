using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Verification;

/// <summary>Inputs for layers.</summary>
internal static class LayerCases
{
    /// <summary>Tokens × inputs × outputs that cases stay below, as a layer multiplies at least so often.</summary>
    private const long LargestWork = 2_000_000;

    private const int FewTokens = 3;

    private static readonly int[] TokenCounts = [1, 2, 3, 5, 8, 9, 17, 33, 64, 65, 130];

    // Single tokens most often: decoding is what a cache is for.
    private static readonly int[] ChunkLengths = [1, 1, 1, 2, 3, 8, 9, 17, 64];

    /// <summary>Numbers that a layer adds and multiplies without overflow, and NaN.</summary>
    public static IReadOnlyList<CaseKind> All { get; } = [CaseKind.Ordinary, CaseKind.Tied, CaseKind.Subnormal, CaseKind.SignedZero, CaseKind.Poison];

    public static Arbitrary<LayerCase> Arbitrary(LayerRoutine routine, CaseKind[] kinds) => Arb.From(Cases(routine, kinds), LayerCaseShrinker.Shrink);

    private static Gen<LayerCase> Cases(LayerRoutine routine, CaseKind[] kinds) =>
        from kind in Gen.Elements(kinds)
        from tokens in Gen.Elements(Affordable(routine))
        from chunks in Gen.ListOf(Gen.Elements(ChunkLengths), tokens)
        from choice in Gen.Choose(0, 9999)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new CaseData(seed).Fill(new LayerCase(routine.InputDim, UpTo(tokens, chunks)) { Kind = kind, Choice = choice });

    private static int[] Affordable(LayerRoutine routine)
    {
        int most = routine.ContextLength == 0 ? int.MaxValue : routine.ContextLength;
        long workOfToken = (long)routine.InputDim * routine.OutputDim;
        return [.. TokenCounts.Where(count => count <= most && (count <= FewTokens || count * workOfToken <= LargestWork))];
    }

    /// <summary>Chunks until there are so many tokens, the last one cut short.</summary>
    private static int[] UpTo(int tokens, IEnumerable<int> chunks)
    {
        List<int> taken = [];
        foreach (int chunk in chunks.TakeWhile(_ => tokens > 0))
        {
            taken.Add(Math.Min(chunk, tokens));
            tokens -= taken[^1];
        }

        return [.. taken];
    }
}
