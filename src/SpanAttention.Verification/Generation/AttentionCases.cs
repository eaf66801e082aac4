using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Verification;

/// <summary>Inputs for attention: what <see cref="AttentionProperty"/> is tried on, for properties of your own.</summary>
public static class AttentionCases
{
    // Numbers of a float's range: shorter ones may not hold them, or tell nothing there.
    private static readonly CaseKind[] OfFloats = [CaseKind.NearlyTied, CaseKind.Subnormal, CaseKind.Far];

    // Scores whose product with a value overflows before their sum divides it.
    private static readonly CaseKind[] OfSoftmax = [CaseKind.Far];

    // Numbers of which every key has a share in the result, or the last one most of it: what long cases, which are few, are made of.
    private static readonly CaseKind[] Telling = [CaseKind.Ordinary, CaseKind.Tied, CaseKind.Ascending, CaseKind.Faint];

    /// <summary>Every kind of number but poison.</summary>
    internal static IReadOnlyList<CaseKind> Finite { get; } = [.. Enum.GetValues<CaseKind>().Where(static kind => kind != CaseKind.Poison)];

    /// <summary>Cases of a shape, which shrink to few tokens and plain numbers.</summary>
    /// <param name="shape">What the routine is meant to compute.</param>
    /// <param name="padding">Whether calls may say how many keys are not padding.</param>
    /// <param name="kinds">What the numbers are like; all kinds but poison where none is given.</param>
    /// <exception cref="ArgumentException">No attention has such a shape.</exception>
    public static Arbitrary<AttentionCase> Arbitrary(AttentionShape shape, bool padding = false, params CaseKind[] kinds)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(kinds);
        shape.Validate();
        CaseLengths lengths = new(shape, Reach.Far, VerificationSettings.Default.Cases, queriesAreLastKeys: false);
        return Arb.From(Cases(shape, lengths, padding, kinds.Length == 0 ? [.. Finite] : kinds), static source => CaseShrinker.Shrink(source));
    }

    /// <summary>Cases of a routine, so many of them.</summary>
    /// <param name="routine">The routine.</param>
    /// <param name="kinds">What the numbers are like.</param>
    /// <param name="reach">How long the last ones are.</param>
    /// <param name="cases">How many there will be.</param>
    /// <param name="reshapes">Whether they shrink in heads and dimensions.</param>
    internal static Arbitrary<AttentionCase> Of(AttentionRoutine routine, CaseKind[] kinds, Reach reach, int cases, bool reshapes = false)
    {
        CaseLengths lengths = new(routine.Shape, reach, cases, routine.QueriesAreLastKeys);
        CaseKind[] storable = [.. kinds.Except(routine.Precision.IsShort ? OfFloats : []).Except(routine.Shape.Normalization == ScoreNormalization.Sum ? OfSoftmax : [])];
        Gen<AttentionCase> generator = Cases(routine.Shape, lengths, routine.TakesKeyCount, storable);
        return Arb.From(generator.Select(routine.Precision.Round), source => CaseShrinker.Shrink(source, reshapes).Where(routine.IsAskedAbout));
    }

    private static Gen<AttentionCase> Cases(AttentionShape shape, CaseLengths lengths, bool padding, CaseKind[] kinds) =>
        from length in lengths.Pairs
        from kind in Gen.Sized(number => Gen.Elements(lengths.AreFar(number) && kinds.Intersect(Telling).Any() ? [.. kinds.Intersect(Telling)] : kinds))
        from counted in Gen.Sized(number => lengths.AreFar(number) ? Gen.Constant(1) : Gen.Choose(0, 2)) // what is long is not padding
        from count in Count(length.Keys)
        from choice in Gen.Choose(0, 9999)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        let tokens = kind == CaseKind.SelfAttention && choice % 2 == 0 ? Alike(shape, length) : length
        select new CaseData(seed).Fill(new AttentionCase(shape, tokens.Queries, tokens.Keys)
        {
            Kind = kind,
            Choice = choice,
            KeyCount = padding && counted == 0 ? Math.Min(count, tokens.Keys) : null,
        });

    // As many queries as keys, so that they can be one memory.
    private static (int Queries, int Keys) Alike(AttentionShape shape, (int Queries, int Keys) length)
    {
        int tokens = Math.Min(length.Queries, length.Keys);
        return shape is { QueryLength: 0, KeyLength: 0 } ? (tokens, tokens) : length;
    }

    // Any number of keys, and often one at which a tile ends.
    private static Gen<int> Count(int keys) => Gen.OneOf(Gen.Choose(0, keys), Gen.Elements([.. new[] { 0, 1, 8, 16, 17, 63, 64, 65, 128, 129, 256, keys - 1, keys }.Where(count => count <= keys)]));
}
