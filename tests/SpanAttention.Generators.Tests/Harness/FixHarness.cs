using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SpanAttention.Generators.Tests.Harness;

/// <summary>Applies code fixes to what the generator reports, or the analyzers where it has nothing to say, as an editor does.</summary>
public static class FixHarness
{
    /// <summary>The titles of the fixes offered for the only finding.</summary>
    public static async Task<string[]> Titles(string source, CodeFixProvider fix) => [.. (await Offer(source, fix)).Actions.Select(action => action.Title)];

    /// <summary>The source after the first fix offered for the only finding.</summary>
    public static async Task<string> Apply(string source, CodeFixProvider fix)
    {
        (Document document, List<CodeAction> actions) = await Offer(source, fix);
        ApplyChangesOperation change = Assert.IsType<ApplyChangesOperation>(Assert.Single(await actions[0].GetOperationsAsync(CancellationToken.None)));
        return (await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }

    private static async Task<(Document Document, List<CodeAction> Actions)> Offer(string source, CodeFixProvider fix)
    {
        Diagnostic finding = Assert.Single(Findings(source));
        Assert.Contains(finding.Id, fix.FixableDiagnosticIds);

        Document document = new AdhocWorkspace().AddProject("Consumer", LanguageNames.CSharp).AddDocument("Source0.cs", source);
        List<CodeAction> actions = [];
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => actions.Add(action), CancellationToken.None));
        return (document, actions);
    }

    private static IEnumerable<Diagnostic> Findings(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);
        return run.Diagnostics.IsEmpty ? AnalyzerHarness.Analyze(run.Compilation) : run.Diagnostics;
    }
}
