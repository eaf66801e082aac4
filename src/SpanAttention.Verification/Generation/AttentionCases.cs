using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Verification;

/// <summary>Inputs for attention: what <see cref="AttentionProperty"/> is tried on, for properties of your own.</summary>
public static class AttentionCases
{
    /// <summary>Multiply-adds of one call that cases stay below, so that a hundred of them take no longer than a moment.</summary>
    private const long LargestWork = 400_000;

    private static readonly int[] QueryLengths = [1, 1, 2, 3, 5, 8, 17, 33, 66];
    private static readonly int[] KeyLengths = [1, 2, 3, 5, 8, 17, 63, 64, 65, 130];

    /// <summary>Every kind of number but poison.</summary>
    internal static IReadOnlyList<CaseKind> Finite { get; } = [.. Enum.GetValues<CaseKind>().Where(static kind => kind != CaseKind.Poison)];

    /// <summary>Cases of a shape, which shrink to few tokens and plain numbers.</summary>
    /// <param name="shape">What the routine is meant to compute.</param>
    /// <param name="padding">Whether calls may say how many keys are not padding.</param>
    /// <param name="kinds">What the numbers are like; all kinds but poison where none is given.</param>
    public static Arbitrary<AttentionCase> Arbitrary(AttentionShape shape, bool padding = false, params CaseKind[] kinds)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(kinds);
        return Arb.From(Cases(shape, padding, kinds.Length == 0 ? [.. Finite] : kinds), CaseShrinker.Shrink);
    }

    private static Gen<AttentionCase> Cases(AttentionShape shape, bool padding, CaseKind[] kinds) =>
        from kind in Gen.Elements(kinds)
        from queryLength in Length(shape.QueryLength, QueryLengths)
        from keyLength in Length(shape.KeyLength, Affordable(shape, queryLength))
        from counted in Gen.Choose(0, 2)
        from count in Gen.Choose(0, keyLength)
        from choice in Gen.Choose(0, 9999)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new CaseData(seed).Fill(new AttentionCase(shape, queryLength, keyLength)
        {
            Kind = kind,
            Choice = choice,
            KeyCount = padding && counted == 0 ? count : null,
        });

    private static Gen<int> Length(int declared, int[] others) => declared > 0 ? Gen.Constant(declared) : Gen.Elements(others);

    private static int[] Affordable(AttentionShape shape, int queryLength)
    {
        long workOfKey = (long)queryLength * shape.Heads * (shape.HeadDim + shape.ValueDim);
        return [.. KeyLengths.Where(length => length <= 3 || length * workOfKey <= LargestWork)];
    }
}
