
namespace SpanAttention.OnnxRuntime.Tests;

/// <summary>ONNX Runtime's attention operators under the kit: what passes, what fails, and why.</summary>
public sealed class OperatorTests
{
    private static readonly VerificationSettings Settings = new() { Seed = RunSeed.For(nameof(OperatorTests)), Cases = 60, ShrinkingCalls = 500 };

    // One case in 25 shows that the least float hides; looking ends with the first that does.
    private static readonly VerificationSettings Patient = Settings with { Cases = 1_000 };

    private static readonly AttentionShape Plain = new() { HeadDim = 8, Heads = 2 };
    private static readonly AttentionShape Grouped = new() { HeadDim = 8, Heads = 4, KeyValueHeads = 2 };
    private static readonly AttentionShape Causal = Plain with { Causal = true, Alignment = QueryAlignment.TopLeft };
    private static readonly AttentionShape Masked = Plain with { Mask = AttentionMask.QueryKeys };
    private static readonly AttentionShape Biased = Plain with { Bias = AttentionBias.QueryKeys };
    private static readonly AttentionShape OneHead = new() { HeadDim = 1, Causal = true, Alignment = QueryAlignment.TopLeft };

    private static readonly Dictionary<string, AttentionRoutine> Right = new()
    {
        ["Attention"] = Standard(Plain),
        ["Attention, grouped"] = Standard(Grouped),
        ["Attention, heads first"] = Standard(Grouped with { Layout = AttentionLayout.HeadsFirst }),
        ["Attention, causal from the top left"] = Standard(Causal),
        ["Attention, masked"] = Standard(Masked),
        ["Attention, causal and masked"] = Standard(Causal with { Mask = AttentionMask.QueryKeys }),
        ["Attention, soft cap and mask"] = Standard(Masked with { SoftCap = 3 }),
        ["Attention, biased, where no bias is the least float"] = Standard(Biased) with { Takes = static source => !source.Bias.Contains(-float.MaxValue) },
        ["MultiHeadAttention"] = Microsoft(Plain),
        ["MultiHeadAttention, biased, where NaN stands for no key"] = Microsoft(Biased) with { EmptyRows = EmptyRows.NaN },
        ["MultiHeadAttention, unidirectional, as many queries as keys"] = Microsoft(Causal) with { Takes = static source => source.QueryLength == source.KeyLength },
    };

    private static readonly Dictionary<string, (AttentionRoutine Routine, string[] Properties)> Wrong = new()
    {
        // A bug: with fewer queries than keys and no past, the last query sees every key.
        ["MultiHeadAttention, unidirectional"] = (Microsoft(OneHead), ["HiddenKeysDoNotReachResults", "WithinErrorBound"]),

        // A convention: the least float hides, as it does in the masks of many libraries.
        ["Attention, biased"] = (Standard(Biased), ["RowsSumToOne", "WithinErrorBound"]),

        // A convention: softmax over −∞ alone is NaN.
        ["MultiHeadAttention, biased"] = (Microsoft(Biased), ["FullyMaskedRowsAreZero"]),

        // 0 · NaN is NaN: hidden values are multiplied by weights of 0.
        ["Attention, masked, if it promised to read nothing hidden"] = (Standard(Masked) with { Promises = AttentionPromises.ReadsNoHidden }, ["ReadsNoHidden"]),
        ["Attention, causal, if it promised to read nothing hidden"] = (Standard(Causal) with { Promises = AttentionPromises.ReadsNoHidden }, ["ReadsNoHidden"]),
    };

    public static TheoryData<string> RightNames => [.. Right.Keys];

    public static TheoryData<string> WrongNames => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(RightNames))]
    public void Passes(string name) => AttentionProperties.Of(Right[name]).CheckAll(Settings);

    [Theory]
    [MemberData(nameof(WrongNames))]
    public void IsFalsified(string name)
    {
        (AttentionRoutine routine, string[] properties) = Wrong[name];

        Assert.All(properties, property => Assert.NotNull(AttentionProperties.Of(routine)[property].Falsify(Patient)));
    }

    [Fact]
    public void TheBugStandsInTheReadme()
    {
        string report = AttentionProperties.Of(Microsoft(OneHead))["HiddenKeysDoNotReachResults"].Falsify(new VerificationSettings { Seed = 2017 })!.ToString().ReplaceLineEndings("\n");

        Assert.True(File.ReadAllText(Repository.Of("src/SpanAttention.Verification/README.md")).ReplaceLineEndings("\n").Contains(report, StringComparison.Ordinal), report);
    }

    [Fact]
    public void TheLastOfThreeQueriesSeesAllOfFiveKeys()
    {
        AttentionCase inputs = new(OneHead, 3, 5) { Query = new float[3], Key = new float[5], Value = [1, 10, 100, 1000, 10000] };
        float[] contexts = new float[3];

        Microsoft(OneHead).Forward(new AttentionOperands { Query = inputs.Query, Key = inputs.Key, Value = inputs.Value }, contexts);

        // Means of what each row sees: 0 | 0, 1 | 0 … 4; the last should be 37.
        Assert.Equal([1, 5.5f, 2222.2f], contexts);
    }

    private static AttentionRoutine Standard(AttentionShape shape) => new() { Name = "ai.onnx Attention", Shape = shape, Forward = OnnxOperator.Attention(shape).Forward };

    private static AttentionRoutine Microsoft(AttentionShape shape) => new() { Name = "com.microsoft MultiHeadAttention", Shape = shape, Forward = OnnxOperator.MultiHeadAttention(shape).Forward };
}
