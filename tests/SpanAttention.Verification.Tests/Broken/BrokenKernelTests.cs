namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Kernels that are broken in one way each: the properties that must name it do.</summary>
public sealed class BrokenKernelTests
{
    // Some mistakes show in few cases; looking ends with the first that does.
    private static readonly VerificationSettings Settings = new() { Seed = RunSeed.For(nameof(BrokenKernelTests)), Cases = 10_000, ShrinkingCalls = 200 };

    private static readonly Dictionary<string, IReadOnlyDictionary<string, Mistake>> Kinds = new()
    {
        ["lengths"] = LengthMistakes.All,
        ["hiding"] = HidingMistakes.All,
        ["softmax"] = SoftmaxMistakes.All,
        ["options"] = OptionMistakes.All,
        ["layout"] = LayoutMistakes.All,
        ["precision"] = PrecisionMistakes.All,
        ["self-attention"] = SelfMistakes.All,
        ["memory"] = MemoryMistakes.All,
        ["calls"] = CallMistakes.All,
        ["gradients"] = GradientMistakes.All,
    };

    public static TheoryData<string, string, string> Mistakes
    {
        get
        {
            TheoryData<string, string, string> rows = [];
            foreach ((string kind, string mistake, string property) in
                from kind in Kinds
                from mistake in kind.Value
                from property in mistake.Value.Properties
                select (kind.Key, mistake.Key, property))
            {
                rows.Add(kind, mistake, property);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AreFalsified(string kind, string mistake, string property)
    {
        CaseCounterexample<AttentionCase>? counterexample = AttentionProperties.Of(Kinds[kind][mistake].Routine)[property].Falsify(Settings);

        Assert.NotNull(counterexample);
    }

    [Fact]
    public void AreOfManyKinds() => Assert.InRange(Kinds.Values.Sum(static mistakes => mistakes.Count), 200, int.MaxValue);
}
