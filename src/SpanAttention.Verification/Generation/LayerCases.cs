using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Verification;

/// <summary>Inputs for layers: few tokens first, then those around what the layer declares and around tiles, at last many.</summary>
internal static class LayerCases
{
    /// <summary>Tokens × (inputs × outputs + tokens × outputs) that short and long cases stay below, as a layer multiplies at least so often.</summary>
    private const long ShortWork = 200_000;
    private const long FarWork = 2_000_000;

    // A wide layer's may cost as much as so many tokens, but no more than that; and one case of a property more.
    private const int ShortTokens = 20;
    private const int MiddleTokens = 70;
    private const int FarTokens = 260;
    private const long WideWork = 30_000_000;
    private const long LongestWork = 400_000_000;

    // In hundredths of the cases; of many cases no more than so many.
    private const int FarShare = 8;
    private const int MiddleShare = 30;
    private const int MostFar = 12;
    private const int MostMiddle = 64;
    private const int FewTokens = 3;
    private const int Farthest = 257;

    private static readonly int[] Short = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33];
    private static readonly int[] Middle = [17, 31, 33, 48, 63, 64, 65, 66, 96, 127, 128, 129, 130];
    private static readonly int[] Far = [131, 160, 191, 192, 193, 255, 256, Farthest];

    // Single tokens most often: decoding is what a cache is for.
    private static readonly int[] ChunkLengths = [1, 1, 1, 2, 3, 8, 9, 15, 16, 17, 63, 64, 65];

    /// <summary>Numbers that a layer adds and multiplies without overflow, and NaN.</summary>
    public static IReadOnlyList<CaseKind> All { get; } = [CaseKind.Ordinary, CaseKind.Tied, CaseKind.Subnormal, CaseKind.SignedZero, CaseKind.Faint, CaseKind.Far, CaseKind.Poison];

    /// <summary>All of them but NaN.</summary>
    public static IReadOnlyList<CaseKind> Finite { get; } = [.. All.Where(static kind => kind != CaseKind.Poison)];

    /// <summary>Cases of a layer, so many of them.</summary>
    public static Arbitrary<LayerCase> Of(LayerRoutine routine, CaseKind[] kinds, Reach reach, int cases) =>
        Arb.From(Cases(routine, kinds, reach, cases), source => LayerCaseShrinker.Shrink(source, routine.SequenceLength > 0));

    private static Gen<LayerCase> Cases(LayerRoutine routine, CaseKind[] kinds, Reach reach, int cases) =>
        from kind in Gen.Elements(kinds)
        from tokens in Gen.Sized(number => Gen.Elements(Counts(routine, reach, cases, cases - number)))
        from chunks in Gen.ListOf(Gen.Elements(ChunkLengths), tokens)
        from choice in Gen.Choose(0, 9999)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new CaseData(seed).Fill(new LayerCase(routine.InputDim, UpTo(tokens, chunks)) { Kind = kind, Choice = choice });

    private static int[] Counts(LayerRoutine routine, Reach reach, int cases, int left)
    {
        int farCases = reach < Reach.Far ? 0 : Math.Clamp(cases * FarShare / 100, 1, MostFar);
        int middleCases = reach < Reach.Middle ? 0 : Math.Clamp(cases * MiddleShare / 100, 1, MostMiddle);
        int[] around = [.. Around(routine)];
        return left switch
        {
            _ when routine.SequenceLength > 0 => [routine.SequenceLength],
            _ when left == farCases - 1 => [Longest(routine, around)],
            _ when left < farCases => Affordable(routine, [.. Far, .. around], Work(routine, FarWork, FarTokens)),
            _ when left < farCases + middleCases => Affordable(routine, [.. Middle, .. around], Work(routine, FarWork / 2, MiddleTokens)),
            _ => Affordable(routine, Short, Work(routine, ShortWork, ShortTokens)),
        };
    }

    // Tokens of a wide layer cost much, and so do many of a narrow one that attend to each other.
    private static int Longest(LayerRoutine routine, int[] around) =>
        Math.Max(Affordable(routine, [.. Middle, .. Far, .. around], FarWork).Max(), Affordable(routine, [.. Short, .. Middle, .. Far], LongestWork).Max());

    private static long Work(LayerRoutine routine, long least, int tokens) => Math.Max(least, Math.Min(tokens * WorkOfToken(routine), WideWork));

    private static long WorkOfToken(LayerRoutine routine) => routine.Reference?.WorkOfToken ?? ((long)routine.InputDim * routine.OutputDim);

    private static int[] Affordable(LayerRoutine routine, int[] counts, long work)
    {
        int most = routine.MostTokens;
        long workOfToken = WorkOfToken(routine);
        int[] affordable = [.. counts.Where(count => count <= most && (count <= FewTokens || count * (workOfToken + ((long)count * routine.OutputDim)) <= work))];
        return affordable.Length > 0 ? affordable : [.. Short.Where(count => count <= Math.Min(most, FewTokens))];
    }

    // Where a window first hides a token, where a ring first gives one up, and where a cache is full.
    private static IEnumerable<int> Around(LayerRoutine routine)
    {
        IEnumerable<int> windows =
            from window in new[] { routine.LeftWindow, routine.RightWindow }
            where window is >= 0 and < int.MaxValue / 2
            from beyond in new[] { 1, 2, 3, 17, 64, 65, 66, 128, 129, 192, 200 }
            select window + beyond;
        return routine.ContextLength == 0 ? windows : [.. windows, routine.ContextLength, .. routine.ContextLength > 1 ? [routine.ContextLength - 1] : Array.Empty<int>()];
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
