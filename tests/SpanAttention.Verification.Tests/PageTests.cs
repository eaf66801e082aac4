namespace SpanAttention.Verification.Tests;

/// <summary>The kit's page lists what there is.</summary>
public sealed class PageTests
{
    private static readonly string Page = File.ReadAllText(Repository.Of("src/SpanAttention.Verification/README.md"));

    public static TheoryData<string> Names =>
    [
        .. AttentionLaws.All.Select(static law => law.Name)
            .Concat(LayerLaws.All.Select(static law => law.Name))
            .Concat(Enum.GetNames<CaseKind>())
            .Concat(Enum.GetNames<AttentionPromises>().Except([nameof(AttentionPromises.None), nameof(AttentionPromises.All)]))
            .Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void HasARowFor(string name) => Assert.Contains(Page.Split('\n'), line => line.StartsWith('|') && line.Split('|')[1].Contains($"`{name}`", StringComparison.Ordinal));
}
