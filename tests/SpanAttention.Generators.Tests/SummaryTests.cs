using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Generators.Tests;

/// <summary>Summaries of the product begin with a noun or a verb. "What says how far a row sees" is a clause that no subject begins.</summary>
public sealed class SummaryTests
{
    private static readonly string[] Relative = ["What", "Whatever", "Whether", "How", "Where", "Which", "Why", "When", "Who", "Whose", "That"];

    [Theory]
    [InlineData("src")]
    [InlineData("generators")]
    public void NoSummaryBeginsWithARelativeWord(string folder)
    {
        string[] files = [.. Directory.GetFiles(Repository.Of(folder), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))];

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(Summaries).Where(summary => Relative.Contains(summary.Text.Split(' ')[0])).Select(summary => $"{summary.Place}: {summary.Text}"));
    }

    private static IEnumerable<(string Place, string Text)> Summaries(string file) =>
        from comment in CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Parse), file)
            .GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<DocumentationCommentTriviaSyntax>()
        from element in comment.Content.OfType<XmlElementSyntax>()
        where element.StartTag.Name.LocalName.ValueText is "summary" or "content"
        let text = string.Concat(element.Content.OfType<XmlTextSyntax>().Take(1).SelectMany(part => part.TextTokens).Select(token => token.ValueText)).Trim()
        select ($"{Path.GetFileName(file)}, line {element.GetLocation().GetLineSpan().StartLinePosition.Line + 1}", text);
}
