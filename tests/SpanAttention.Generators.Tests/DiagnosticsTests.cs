using Microsoft.CodeAnalysis;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.Generators.Tests;

/// <summary>Every rule has a page, and every page is right about what is wrong.</summary>
public sealed class DiagnosticsTests
{
    /// <summary>The text at which each page's wrong code is reported: an argument's value, or the type's name.</summary>
    private static readonly Dictionary<string, string> Places = new()
    {
        ["SPAT001"] = "SquadAttention",
        ["SPAT002"] = "Attention",
        ["SPAT003"] = "SquadAttention",
        ["SPAT004"] = "SquadAttention",
        ["SPAT005"] = "SquadAttention",
        ["SPAT006"] = "0",
        ["SPAT007"] = "4",
        ["SPAT008"] = "1",
        ["SPAT009"] = "-0.125",
        ["SPAT010"] = "EntityAttention.HeadDim",
        ["SPAT011"] = "GiantLayer",
        ["SPAT012"] = "Layer",
        ["SPAT013"] = "Layer",
        ["SPAT014"] = "Layer",
        ["SPAT015"] = "48",
        ["SPAT016"] = "false",
        ["SPAT017"] = "SquadAttention",
        ["SPAT018"] = "SquadAttention",
        ["SPAT019"] = "(AttentionLayout)2",
        ["SPAT020"] = "-128",
        ["SPAT021"] = "0",
        ["SPAT022"] = "10",
        ["SPAT023"] = "64",
        ["SPAT024"] = "-1",
        ["SPAT025"] = "SquadAttention",
        ["SPAT026"] = "512",
        ["SPAT027"] = "500_000",
        ["SPAT028"] = "1e-5",
        ["SPAT029"] = "0.1",
        ["SPAT030"] = "true",
        ["SPAT031"] = "true",
        ["SPAT032"] = "32",
        ["SPAT033"] = "AttentionMask.HeadQueryKeys",
        ["SPAT034"] = "SquadAttention",
        ["SPAT035"] = "true",
        ["SPAT036"] = "Layer",
        ["SPAT037"] = "48",
        ["SPAT038"] = "Layer",
        ["SPAT039"] = "true",
        ["SPAT040"] = "true",
        ["SPAT041"] = "true",
        ["SPAT105"] = "SquadAttention",
    };

    public static TheoryData<string> Ids => new(Rules.All.Select(rule => rule.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void ThePageCarriesTheRulesTitle(string id) =>
        Assert.Equal($"# {id}: {Rules.All.Single(rule => rule.Id == id).Title}", new DiagnosticsPage(id).Heading);

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheWrongCodeIsReportedOnceAndInItsPlace(string id)
    {
        string source = new DiagnosticsPage(id).Wrong;

        Diagnostic finding = Assert.Single(GeneratorHarness.Run(new DiagnosticsPage(id).WrongProject).Diagnostics);

        Assert.Equal(id, finding.Id);
        Assert.Equal(DiagnosticSeverity.Error, finding.Severity);
        Assert.Equal("Source0.cs", finding.Location.GetLineSpan().Path);
        Assert.Equal(Places[id], source.Substring(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length));
        Assert.EndsWith($"/Diagnostics/{id}.md", finding.Descriptor.HelpLinkUri);
        Assert.DoesNotContain("{", finding.GetMessage());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheCompilerAddsNothingToTheFinding(string id) =>
        Assert.Empty(GeneratorHarness.Run(new DiagnosticsPage(id).WrongProject).CompilerDiagnostics());

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheRightCodeCompilesWithoutAWord(string id) =>
        GeneratorHarness.Run(new DiagnosticsPage(id).RightProject).AssertClean();

    [Fact]
    public void TheReleaseFileListsAllRules()
    {
        string[] listed =
        [
            .. File.ReadLines(Path.Combine(DiagnosticsPage.Folder, "AnalyzerReleases.Unshipped.md"))
                .Where(line => line.StartsWith("SPAT", StringComparison.Ordinal)),
        ];

        Assert.Equal(AllRules.Select(rule => $"{rule.Id} | SpanAttention | {rule.Severity} | [{rule.Id}](Diagnostics/{rule.Id}.md)"), listed);
    }

    [Fact]
    public void PagesWithoutRuleAreGone() =>
        Assert.Equal(
            AllRules.Select(rule => $"{rule.Id}.md"),
            Directory.GetFiles(DiagnosticsPage.Folder, "SPAT*.md").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void NoIdHasTwoReporters() =>
        Assert.Equal(AllRules.Count(), AllRules.Select(rule => rule.Id).Distinct().Count());

    private static IEnumerable<Rule> AllRules => Rules.All.Concat(AdviceRules.All).OrderBy(rule => rule.Id, StringComparer.Ordinal);
}
