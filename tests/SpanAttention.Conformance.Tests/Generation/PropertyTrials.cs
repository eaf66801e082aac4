using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>What properties are tried on: one of the sample shapes, lengths and data, shrunk towards few tokens.</summary>
public static class PropertyTrials
{
    public static Arbitrary<AttentionTrial> Arbitrary() => Arb.From(Trials, Shrink);

    private static Gen<AttentionTrial> Trials =>
        from shape in Gen.Elements<AttentionShape>(SampleDeclarations.Shapes)
        from queryLength in Gen.Elements(1, 2, 5, 16, 33, 63, 66)
        from keyLength in Gen.Elements(1, 2, 3, 17, 63, 64, 65, 130)
        from seed in Gen.Choose(0, int.MaxValue - 2)
        select new AttentionTrial(new AttentionDeclaration(shape), queryLength, keyLength, keyLength, seed);

    private static IEnumerable<AttentionTrial> Shrink(AttentionTrial trial)
    {
        if (trial.QueryLength > 1)
        {
            yield return trial with { QueryLength = trial.QueryLength / 2 };
        }

        if (trial.KeyLength > 1)
        {
            yield return trial with { KeyLength = trial.KeyLength / 2, KeyCount = trial.KeyLength / 2 };
        }
    }
}
