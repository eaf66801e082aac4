namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Linear and feed-forward layers and blocks that are broken in one way each: the properties that must name it do. And those that are not.</summary>
public sealed class BrokenBlockTests
{
    // Some mistakes show in few cases; looking ends with the first that does.
    private static readonly VerificationSettings Settings = new() { Seed = RunSeed.For(nameof(BrokenBlockTests)), Cases = 2_000, ShrinkingCalls = 200 };

    private static readonly Dictionary<string, (LayerRoutine Routine, string[] Properties)> All = new(
    [
        .. PerceptronMistakes.All.Select(static mistake => KeyValuePair.Create($"layer: {mistake.Key}", mistake.Value)),
        .. BlockMistakes.All.Select(static mistake => KeyValuePair.Create($"block: {mistake.Key}", mistake.Value)),
    ]);

    public static TheoryData<string, string> Mistakes
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach ((string mistake, (LayerRoutine _, string[] properties)) in All)
            {
                Array.ForEach(properties, property => rows.Add(mistake, property));
            }

            return rows;
        }
    }

    public static TheoryData<string> Rights => [.. RightBlocks.All.Keys];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AreFalsified(string mistake, string property) => Assert.NotNull(AttentionProperties.Of(All[mistake].Routine)[property].Falsify(Settings));

    [Theory]
    [MemberData(nameof(Rights))]
    public void RightOnesPass(string layer) => AttentionProperties.Of(RightBlocks.All[layer]).CheckAll(Settings with { Cases = 25 });

    [Fact]
    public void AreOfManyKinds() => Assert.InRange(All.Count, 100, int.MaxValue);
}
