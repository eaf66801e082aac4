using FsCheck;
using Verification.Kernels;

namespace SpanAttention.Verification.Tests;

/// <summary>What people are told, and how they bring a failure back.</summary>
public sealed class ReportTests
{
    private static readonly AttentionShape OneHead = new() { HeadDim = 1 };
    private static readonly VerificationSettings Settings = new() { Seed = RunSeed.For(nameof(ReportTests)) };

    [Fact]
    public void ACounterexampleSaysAllThatIsNeeded()
    {
        VerificationSettings settings = new() { Seed = 7 };

        string report = AttentionProperties.For(OneHead, UnmaskedTail.Forward)["RowsSumToOne"].Falsify(settings)!.ToString();

        Assert.Equal(
            """
            UnmaskedTail.Forward: RowsSumToOne is falsified
              Σ_j weight_ij = 1, and so the context of values that are all 1 is 1
              [Attention(HeadDim = 1)]
              query [1, 1, 1], key [1, 1, 1], value [1, 1, 1]
              float[] query = [0f];
              float[] key = [0f];
              float[] value = [1f];
              context of query 0, head 0, element 0
                expected 1 ± 1.02341175E-06
                actual   0.25
              seed 7, of 100 cases
            """,
            report);
    }

    [Fact]
    public void TheSeedBringsTheCounterexampleBack()
    {
        AttentionProperty property = AttentionProperties.For(OneHead, BclAttention.Forward)["WithinErrorBound"];
        Counterexample first = property.Falsify(Settings)!;

        Assert.Equal(first.ToString(), property.Falsify(new VerificationSettings { Seed = first.Seed })!.ToString());
    }

    [Theory]
    [InlineData(1f, "1f")]
    [InlineData(-0f, "-0f")]
    [InlineData(0.1f, "0.1f")]
    [InlineData(1e-45f, "1E-45f")]
    [InlineData(3.4028235e38f, "3.4028235E+38f")]
    [InlineData(float.NaN, "float.NaN")]
    [InlineData(float.NegativeInfinity, "float.NegativeInfinity")]
    public void NumbersAreExactLiterals(float number, string literal) => Assert.Equal(literal, CaseWords.Literal(number));

    [Fact]
    public void ALargeTensorIsShownByItsPlaces()
    {
        AttentionCase inputs = new(new AttentionShape { HeadDim = 64 }, 1, 1) { Query = new float[64], Key = new float[64], Value = [1] };
        inputs.Key[40] = -2;

        Assert.Contains($"float[] key = new float[64];{Environment.NewLine}key[40] = -2f;", inputs.ToString());
    }

    [Fact]
    public void EveryPropertySaysWhatItIsAndWhy() =>
        Assert.All(AttentionProperties.Of<Grouped>(), static property => Assert.All(new[] { property.Name, property.Equation, property.Reason }, Assert.NotEmpty));

    [Fact]
    public void AShapeIsReadFromItsDeclaration() => Assert.Equal(
        new AttentionShape { HeadDim = 3, ValueDim = 2, Heads = 4, KeyValueHeads = 2, QueryLength = 5, KeyLength = 5, Causal = true },
        AttentionShape.Of<TinyGrouped>());

    [Fact]
    public void AnUnknownNameIsRefusedWithTheKnownOnes() =>
        Assert.Contains("RowsSumToOne", Assert.Throws<ArgumentException>(static () => AttentionProperties.Of<Tiny>()["Rows"]).Message);

    [Fact]
    public void ADelegateOfThreeSpansCannotTakeAMask() =>
        Assert.Throws<ArgumentException>(static () => AttentionProperties.For(OneHead with { Mask = AttentionMask.Keys }, BclAttention.Forward));

    [SeededProperty]
    public Property FsCheckRunsAPropertyToo() => AttentionProperties.Of<TinyCausal>()["RowsSumToOne"].ToProperty();

    [Fact]
    public void OneLineChecksADeclaredType() => AttentionProperties.CheckAll<TinyCausal>(Settings);
}
