using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Verification.Tests;

/// <summary>Cases have the shapes they say, and hurt in the way they say.</summary>
public sealed class GenerationTests
{
    private static readonly AttentionShape Shape = new() { HeadDim = 3, ValueDim = 2, Heads = 4, KeyValueHeads = 2, Causal = true, Bias = AttentionBias.QueryKeys, Mask = AttentionMask.HeadQueryKeys, Sinks = true };

    public static TheoryData<CaseKind> Kinds => [.. Enum.GetValues<CaseKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TensorsHaveTheirShapes(CaseKind kind) => Assert.All(Sample(Shape, kind), static inputs =>
    {
        Assert.Equal(inputs.QueryLength * 12, inputs.Query.Length);
        Assert.Equal(inputs.KeyLength * 6, inputs.Key.Length);
        Assert.Equal(inputs.KeyLength * 4, inputs.Value.Length);
        Assert.Equal(inputs.QueryLength * inputs.KeyLength * 4, inputs.Mask.Length);
        Assert.Equal(inputs.QueryLength * inputs.KeyLength, inputs.Bias.Length);
        Assert.Equal(4, inputs.Sinks.Length);
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ShrinkingEndsInPlainNumbers(CaseKind kind)
    {
        // Every case fails, so that the last one standing is the plainest there is.
        AttentionCase inputs = Sample(Shape, kind)[0];
        while (CaseShrinker.Shrink(inputs).FirstOrDefault() is { } simpler)
        {
            inputs = simpler;
        }

        Assert.Equal((1, 1, 0), (inputs.QueryLength, inputs.KeyLength, inputs.Choice));
        Assert.DoesNotContain(inputs.Query.Concat(inputs.Key).Concat(inputs.Value), static number => number != 0);
    }

    [Fact]
    public void NearlyTiedScoresLieFarOutAndCloseTogether()
    {
        AttentionCase inputs = Sample(new AttentionShape { HeadDim = 4 }, CaseKind.NearlyTied).MaxBy(static inputs => inputs.KeyLength)!;
        double[] scores = Scores(inputs);

        Assert.InRange(Math.Abs(scores[0]), 9_990, 10_010);
        Assert.InRange(scores.Max() - scores.Min(), 0.1, 10);
    }

    [Fact]
    public void AscendingScoresAscend()
    {
        double[] scores = Scores(Sample(new AttentionShape { HeadDim = 4 }, CaseKind.Ascending).MaxBy(static inputs => inputs.KeyLength)!);

        Assert.Equal(scores.Order(), scores);
        Assert.InRange(scores[^1] - scores[0], 10, 1000);
    }

    [Fact]
    public void PoisonLiesWhereNobodyLooks()
    {
        AttentionCase[] poisoned = Sample(new AttentionShape { HeadDim = 2, Causal = true, Alignment = QueryAlignment.TopLeft }, CaseKind.Poison);

        Assert.Contains(poisoned, static inputs => inputs.Key.Any(static number => !float.IsFinite(number)));
        Assert.All(poisoned, static inputs => Assert.All(AttentionReference.Of(new AttentionRoutine { Shape = inputs.Shape, Forward = static (in _, _) => { } }, inputs).Context, static number => Assert.True(double.IsFinite(number))));
    }

    [Theory]
    [InlineData(1e5f)]
    [InlineData(-float.MaxValue)]
    public void ShortNumbersLeaveRoomInHalf(float number)
    {
        Half stored = (Half)new Precision(1.0 / (1 << 11), false, true).Round(number);

        Assert.True(Half.IsFinite(stored + stored));
    }

    [Fact]
    public void EveryRestOfATileHasItsTurn()
    {
        CaseLengths lengths = new(new AttentionShape { HeadDim = 4 }, Reach.Far, 100, queriesAreLastKeys: false);
        IEnumerable<int> keys = Enumerable.Range(1, 100).Select(number => lengths.Pairs.Sample(1, new Rnd((ulong)number), number).Single().Keys);

        Assert.Equal(Enumerable.Range(0, 16), keys.Where(static count => count is >= 32 and < 128).Select(static count => count % 16).Distinct().Order());
    }

    [Theory]
    [InlineData(16, 1, false)]
    [InlineData(64, 4, false)]
    [InlineData(128, 32, false)]
    [InlineData(16, 1, true)]
    public void AHundredCasesHaveABudgetOfMultiplyAdds(int headDim, int heads, bool selfAttention)
    {
        const long Budget = 60_000_000;
        CaseLengths lengths = new(new AttentionShape { HeadDim = headDim, Heads = heads, SelfAttention = selfAttention }, Reach.Far, 100, queriesAreLastKeys: false);
        IEnumerable<(int Queries, int Keys)> pairs = Enumerable.Range(1, 100).Select(number => lengths.Pairs.Sample(1, new Rnd((ulong)number), number).Single());

        Assert.InRange(pairs.Sum(pair => (long)pair.Queries * pair.Keys * heads * 2 * headDim), 1, Budget);
    }

    [Fact]
    public void SlopesAreThoseOfThePaper() => Assert.Equal(
        [0.25, 0.0625, 0.015625, 0.00390625, 0.5, 0.125],
        Enumerable.Range(0, 6).Select(static head => new AttentionShape { HeadDim = 1, Heads = 6 }.Slope(head)));

    private static double[] Scores(AttentionCase inputs) => [.. Enumerable.Range(0, inputs.KeyLength).Select(key => AttentionReference.Score(inputs, 0, 0, key, ScoreStage.Scaled, out _))];

    private static AttentionCase[] Sample(AttentionShape shape, CaseKind kind) =>
        [.. AttentionCases.Arbitrary(shape, padding: true, kind).Generator.Sample(20, new Rnd(42), 50)];
}
